// What the desk does better with a script: keys as in feed readers, ages, and the card of a marked word beside it.
"use strict";
const all = (selector) => [...document.querySelectorAll(selector)];
for (const keys of all(".keys")) keys.hidden = false;

// How long ago, beside what is known exactly.
for (const time of all("time.time")) {
  const text = time.dateTime;
  if (text.length < 16) continue;
  const minutes = Math.round((Date.now() - new Date(text)) / 60000);
  if (!(minutes >= 0 && minutes < 60 * 24)) continue;
  time.title = text;
  time.append(minutes < 60 ? ` (${minutes} min ago)` : ` (${Math.round(minutes / 60)} h ago)`);
}

// Keys: j, k, o, /, ?.
let at = -1;
function go(step) {
  const items = all(".item");
  if (!items.length) return;
  items[at]?.classList.remove("current");
  at = Math.min(items.length - 1, Math.max(0, at + step));
  items[at].classList.add("current");
  items[at].querySelector("a")?.focus({ preventScroll: true });
  items[at].scrollIntoView({ block: "nearest" });
}
function help() {
  let box = document.getElementById("help");
  if (!box) {
    box = document.createElement("dialog");
    box.id = "help";
    box.setAttribute("aria-label", "Keys");
    for (const [key, what] of [["j", "next"], ["k", "previous"], ["o", "open"], ["/", "search"], ["?", "this help"], ["Esc", "close"]]) {
      const line = document.createElement("p");
      const name = document.createElement("kbd");
      name.textContent = key;
      line.append(name, ` ${what}`);
      box.append(line);
    }
    document.body.append(box);
  }
  box.open ? box.close() : box.showModal();
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "o") all(".item")[at]?.querySelector("a")?.click();
  else if (event.key === "?") help();
  else if (event.key === "/") document.querySelector(".find input")?.focus();
  else return;
  event.preventDefault();
});

// The card of a marked word, beside it.
let pop;
const close = () => { pop?.remove(); pop = null; };
function show(mark) {
  const card = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  if (!card) return;
  close();
  pop = document.createElement("div");
  pop.id = "pop";
  pop.setAttribute("role", "tooltip");
  const copy = document.createElement("div");
  copy.className = "card";
  copy.append(...[...card.childNodes].map((node) => node.cloneNode(true)));
  // What is beside the word is to be read; to go somewhere there is the card itself.
  for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  copy.querySelector(".foot")?.remove();
  pop.append(copy);
  document.body.append(pop);
  const box = mark.getBoundingClientRect();
  pop.style.left = `${Math.max(8, Math.min(box.left, innerWidth - pop.offsetWidth - 16)) + scrollX}px`;
  const below = box.bottom + pop.offsetHeight + 8 < innerHeight;
  pop.style.top = `${(below ? box.bottom + 6 : box.top - pop.offsetHeight - 6) + scrollY}px`;
}
for (const mark of all("a.m")) {
  mark.addEventListener("mouseenter", () => show(mark));
  mark.addEventListener("focus", () => show(mark));
  mark.addEventListener("mouseleave", close);
  mark.addEventListener("blur", close);
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
