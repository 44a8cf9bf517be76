// What readers do: keys, the card of a marked word, filters, and all of it without scripts. Ends with 1 and says what failed.
//   node keys.mjs BASE
import { createRequire } from "node:module";
import assert from "node:assert/strict";
const require = createRequire((process.env.NODE_PATH ?? process.cwd()) + "/");
const { chromium } = require("playwright-core");
const base = process.argv[2];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

const page = await browser.newPage();
await page.goto(base + "/");
await page.keyboard.press("j");
await page.keyboard.press("j");
await page.keyboard.press("k");
assert.equal(await page.locator(".item.current").count(), 1, "j and k choose one");
const first = await page.locator(".item a").first().textContent();
assert.equal(await page.locator(".item.current a").first().textContent(), first, "j, j, k is the first");
await page.keyboard.press("?");
assert.ok(await page.locator("#help[open]").isVisible(), "? helps");
await page.keyboard.press("Escape");
await page.keyboard.press("/");
assert.equal(await page.evaluate(() => document.activeElement.name), "q", "/ searches");
await page.locator(".find input").blur();
await Promise.all([page.waitForURL(/article/), page.keyboard.press("o")]);
assert.equal((await page.locator("h1").textContent()).trim(), first, "o opens it");

await page.goto(base + "/article/1?layer=said,who");
await page.locator("a.m.said").first().hover();
assert.ok((await page.locator("#pop").textContent()).includes("Ingrid Solberg"), "the card says who");
await page.keyboard.press("Escape");
assert.equal(await page.locator("#pop").count(), 0, "Escape closes it");
await page.locator("a.m.said").first().focus();
assert.equal(await page.locator("#pop").count(), 1, "focus shows it too");

await page.goto(base + "/article/1?fact=s1#mark");
assert.ok(await page.locator("#mark").isVisible(), "the words are there");
const [mark, plain] = await page.evaluate(() => ["#mark", ".body p"].map((of) => getComputedStyle(document.querySelector(of)).backgroundColor));
assert.notEqual(mark, plain, "and stand out");

// The same without scripts.
const bare = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
await bare.goto(base + "/");
await bare.fill(".find input", "cranes");
await bare.click(".find button");
assert.ok((await bare.locator(".hits .item").count()) >= 3, "search works without scripts");
await bare.goto(base + "/events");
await bare.selectOption("select[name=status]", "denied");
await bare.click(".filters button");
const statuses = await bare.locator("table.events td:nth-child(2)").allTextContents();
assert.ok(statuses.length > 0 && statuses.every((status) => status.includes("denied")), "filters work without scripts");
await bare.goto(base + "/article/1");
await bare.click(".layers a.who");
assert.ok((await bare.locator("a.m.who").count()) > 3, "marks work without scripts");
await browser.close();
console.log("ok");
