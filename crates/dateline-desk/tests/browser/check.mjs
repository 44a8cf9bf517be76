// Opens pages of a desk in a real browser: no messages on its console, no violation of WCAG 2.2 A or AA that axe finds,
// nothing loaded from elsewhere, nothing run that a page brought along. Writes a line of JSON per page and screenshots.
//   node check.mjs BASE FOLDER PATH...      (NODE_PATH: playwright-core and axe-core; CHROMIUM: the browser)
import { createRequire } from "node:module";
import { readFileSync, mkdirSync } from "node:fs";
const require = createRequire((process.env.NODE_PATH ?? process.cwd()) + "/");
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [base, folder, ...paths] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const views = [
  { name: "desktop", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "desktop-dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { name: "phone", viewport: { width: 390, height: 844 }, colorScheme: "light", isMobile: true, hasTouch: true },
  { name: "phone-dark", viewport: { width: 390, height: 844 }, colorScheme: "dark", isMobile: true, hasTouch: true },
];
let wrong = 0;
const wanted = (process.env.VIEWS ?? "desktop,desktop-dark,phone,phone-dark").split(",");
for (const { name, ...view } of views.filter((view) => wanted.includes(view.name))) {
  // axe is put in from outside, which the desk's own policy forbids; what the policy stops is told on the console.
  const context = await browser.newContext({ ...view, bypassCSP: false });
  for (const path of paths) {
    const page = await context.newPage();
    const said = [], elsewhere = [], dialogs = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("dialog", (dialog) => { dialogs.push(dialog.message()); dialog.dismiss(); });
    page.on("request", (request) => request.url().startsWith(base) || request.url().startsWith("data:") || elsewhere.push(request.url()));
    const answer = await page.goto(base + path, { waitUntil: "load" });
    const ran = await page.evaluate(() => window.hostile ?? null);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
    if (process.env.SHOTS !== "no") {
      const file = `${folder}/${name}${path.replace(/[^a-z0-9]+/gi, "-")}.png`;
      await page.screenshot({ path: file, fullPage: process.env.FULL === "yes" });
    }
    // In a world of its own, as extensions have it, the page's policy does not hold.
    const session = await context.newCDPSession(page);
    const { frameTree } = await session.send("Page.getFrameTree");
    const { executionContextId } = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
    const run = (expression) => session.send("Runtime.evaluate", { expression, contextId: executionContextId, awaitPromise: true, returnByValue: true });
    await run(axe);
    const { result } = await run(`axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then(r => r.violations.map(v => ({ id: v.id, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + " " + (n.failureSummary ?? "").slice(0, 200)) })))`);
    const violations = result.value ?? ["axe did not run"];
    const bad = answer.status() !== 200 || said.length || elsewhere.length || dialogs.length || ran !== null || violations.length || wide;
    if (bad) wrong++;
    console.log(JSON.stringify({ view: name, path, status: answer.status(), said, elsewhere, dialogs, ran, wide, violations }));
    await page.close();
  }
  await context.close();
}
await browser.close();
process.exit(wrong ? 1 : 0);
