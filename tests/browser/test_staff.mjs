// test_staff.mjs - the pages of staff in a real browser, served by tests/dossier/test_desk.c: axe
// in both themes at two widths, nothing scrolls sideways, intake by keyboard alone, with and
// without script, and everything of it within 1280 x 800.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const root = new URL('../../', import.meta.url);
const build = process.env.MOTCUA_BUILD || 'build';
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const address = `127.0.0.1:${process.env.MOTCUA_DESK_PORT || 18490}`;
const base = `http://${address}`;
let count = 0;
let failed = 0;
function ok(good, what, more) {
  count += 1;
  if (!good) failed += 1;
  console.log(`${good ? 'ok' : 'not ok'} ${count} - ${what}`);
  if (!good && more) console.log(String(more).replace(/^/gm, '# '));
}

const server = spawn(new URL(`./${build}/test/dossier__test_desk`, root).pathname, ['serve', address], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
await new Promise((ready, gone) => { server.stdout.on('data', ready); server.on('exit', () => gone(new Error('no server'))); });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-background-networking'] });
const complaints = [];

async function open(who, options) {
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1280, height: 800 }, ...options });
  await context.addCookies([{ name: 'mc', value: who, url: base }]);
  const page = await context.newPage();
  page.on('console', (m) => { if (m.type() === 'error' && !m.text().includes('422')) complaints.push(`${page.url()}: ${m.text()}`); });
  return page;
}

// axe is injected over the debugger, which the CSP does not govern.
async function look(page, what) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Runtime.evaluate', { expression: axe });
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: `axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then((r) => JSON.stringify(
      r.passes.length < 10 ? ['axe looked at nothing'] : r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target).join(' | '))))`,
    awaitPromise: true, returnByValue: true });
  await cdp.detach();
  const found = JSON.parse(result.value);
  ok(found.length === 0, `${what}: axe finds nothing`, found.join('\n'));
  const [wide, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  ok(wide <= width, `${what}: ${wide} of ${width} px wide`);
}

async function go(page, act) {
  await Promise.all([page.waitForEvent('framenavigated'), act()]);
  await page.waitForLoadState();
}

const first = (page) => page.locator('td.what a').first().getAttribute('href');
for (const [colorScheme, width] of [['light', 1280], ['dark', 390], ['light', 320]]) {
  const options = { colorScheme, viewport: { width, height: 800 } };
  const name = (what) => `${what}, ${colorScheme} ${width}`;
  const clerk = await open('clerk', options);
  await clerk.goto(`${base}/work?list=waiting`);
  await look(clerk, name('work list'));
  const waiting = await first(clerk);
  for (const part of ['', '/supplement', '/refuse', '/correct', '/cancel']) {
    await clerk.goto(base + waiting + part);
    await look(clerk, name(`dossier${part}`));
  }
  await clerk.goto(`${base}/work`);
  await look(clerk, name('empty list'));
  await clerk.goto(`${base}/work/search?q=le`);
  await look(clerk, name('search'));
  await clerk.goto(`${base}/counter`);
  await look(clerk, name('counter'));
  await clerk.fill('#f-who', 'nguyen van la');
  await go(clerk, () => clerk.press('#f-who', 'Enter'));
  await clerk.fill('#f-find', 'khai sinh');
  await go(clerk, () => clerk.press('#f-find', 'Enter'));
  await look(clerk, name('counter, a new person'));
  await go(clerk, () => clerk.click('button[value=accept]'));
  await look(clerk, name('counter, with errors'));
  await clerk.context().close();
  const officer = await open('officer', options);
  await officer.goto(`${base}/work?list=unit`);
  const late = await first(officer);
  for (const part of ['', '/papers', '/record', '/apology']) {
    await officer.goto(base + late + part);
    await look(officer, name(`step of the officer${part}`));
  }
  await officer.context().close();
}

for (const javaScriptEnabled of [true, false]) {
  const page = await open('clerk', { javaScriptEnabled });
  const keys = page.keyboard;
  // autofocus comes with the first drawing, after the load
  const ready = () => page.locator(':focus').first().waitFor({ state: 'attached' });
  const how = javaScriptEnabled ? 'with script' : 'without script';
  await page.goto(`${base}/counter`);
  await ready();
  await keys.type('051196000017');
  await go(page, () => keys.press('Enter'));
  await ready();
  await keys.type('xác nhận tình trạng');
  await go(page, () => keys.press('Enter'));
  await ready();
  if (await page.locator('button[name=choose]').count()) await go(page, () => keys.press('Enter'));
  ok(await page.locator('.picked').count() === 1, `${how}: person and procedure by keys`);
  await ready();
  await go(page, () => keys.press('Enter'));
  if (javaScriptEnabled) ok(await page.evaluate(() => document.documentElement.scrollHeight) <= 800, 'all of it within 800 px');
  await ready();
  await go(page, () => keys.press('Enter'));
  ok(/\/counter\/done\//.test(page.url()), `${how}: taken in by keys`, page.url());
  const receipt = await page.request.get(base + (await page.locator('a.primary').getAttribute('href')));
  ok(receipt.headers()['content-type'] === 'application/pdf', `${how}: the receipt is there`);
  await page.context().close();
}
ok(complaints.length === 0, 'the browser complains of nothing', complaints.join('\n'));

await browser.close();
server.kill();
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
