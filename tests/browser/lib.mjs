// lib.mjs - what the browser tests share: TAP, a demo province with a server of its own, one
// Chromium, axe. Everything started here ends with `end()`. Not a test itself.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const binary = join(root, process.env.MOTCUA_BUILD || 'build', 'motcua');
export const password = 'Mot-cua-minh-hoa-2026';
export const people = {
  citizen: 'congdan@example.vn',
  clerk: 'tiepnhan.camthanh',
  officer: 'chuyenvien1.camthanh',
  asked: 'chuyenvien1.nghialo', // of another commune
  leader: 'lanhdao.camthanh',
  control: 'kiemsoat',
  admin: 'quantri',
};

let count = 0;
let failed = 0;
export function ok(good, what, more) {
  count += 1;
  if (!good) failed += 1;
  console.log(`${good ? 'ok' : 'not ok'} ${count} - ${what}`);
  if (!good && more !== undefined) console.log(String(more).replace(/^/gm, '# '));
  return Boolean(good);
}

// A step that throws is one failed result; what stands on the page says why.
export async function step(what, page, fn) {
  try {
    await fn();
    return ok(true, what);
  } catch (e) {
    const text = page ? await page.locator('main').innerText({ timeout: 1000 }).catch(() => '') : '';
    return ok(false, what, `${e.message}\n${page ? page.url() : ''}\n${text.slice(0, 1500)}`);
  }
}

export function motcua(...args) {
  const run = spawnSync(binary, args, { encoding: 'utf8', maxBuffer: 1 << 24 });
  if (run.status !== 0) throw new Error(`motcua ${args.join(' ')}: ${run.status} ${run.stderr}`);
  return run.stdout;
}

const ends = [];
export function scratch() {
  const dir = mkdtempSync(join(tmpdir(), 'motcua-browser-'));
  ends.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

// demo(FLAGS...): a province and a server on a free port; its address.
// What its server said that is more than information.
let log = '';
export const serverLog = () => log;
export async function demo(...flags) {
  const dir = join(scratch(), 'data');
  motcua('demo', '--data', dir, ...flags);
  const server = spawn(binary, ['serve', '--data', dir, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise((done) => server.once('exit', done));
  ends.push(async () => {
    server.kill('SIGTERM');
    await gone;
  });
  let said = '';

  server.stderr.on('data', (b) => { log = (log + b).split('\n').filter((s) => !s.includes('"level":"info"')).join('\n').slice(-4000); });
  return new Promise((done, fail) => {
    server.stdout.on('data', (b) => {
      said += b;
      const ready = /^motcua: ready (\S+)$/m.exec(said);
      if (ready) done(ready[1]);
    });
    gone.then((code) => fail(new Error(`motcua serve ended with ${code}\n${log}`)));
  });
}

export async function open() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'] });
  ends.push(() => browser.close());
  return browser;
}

// What the browser itself complains of: refused by the CSP, not found, scripts that fail. A form
// that comes back with its faults (422) is nothing to complain of.
export const complaints = [];
export function listen(page) {
  page.setDefaultTimeout(8000);
  page.on('console', (m) => m.type() === 'error' && !/status of (409|422)/.test(m.text()) && complaints.push(`${page.url()}: ${m.text()}`));
  page.on('pageerror', (e) => complaints.push(`${page.url()}: ${e.message}`));
  page.on('requestfailed', (r) => r.failure().errorText !== 'net::ERR_ABORTED' && complaints.push(`${r.url()}: ${r.failure().errorText}`));
}

// In Vietnamese unless told: Chromium speaks English to servers.
export async function person(browser, base, name, options = {}) {
  const context = await browser.newContext({ baseURL: base, locale: 'vi-VN', ...options });
  const page = await context.newPage();
  listen(page);
  if (name) await signIn(page, name);
  return page;
}

export async function signIn(page, name) {
  await page.goto('/sign-in');
  await page.getByRole('main').locator('input[name=login], input[autocomplete=username]').first().fill(name);
  await page.getByRole('main').locator('input[type=password]').fill(password);
  await page.getByRole('main').getByRole('button').first().click();
  await page.waitForURL((u) => !u.pathname.startsWith('/sign-in'));
}

// A file small enough to read here, and a real one for libmagic.
export const pdf = { name: 'giay-chung-sinh.pdf', mimeType: 'application/pdf', buffer: Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n'
  + '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') };

export const go = (page, name) => page.getByRole('main').getByRole('button', { name, exact: true }).click();
// By the keyboard: a pointer waits for frames, which a page without script was seen not to get.
export const send = (page, name) => page.getByRole('main').getByRole('button', { name, exact: true }).press('Enter');
export const tick = async (box) => { if (!await box.isChecked()) await box.press('Space'); };
// What a group of the procedure's form asks for, by what its controls look like.
async function fillIn(main) {
  for (const box of await main.locator('input[type=text][name^="a_"], input:not([type])[name^="a_"], textarea[name^="a_"]').all()) {
    const [name, shape, mode] = await box.evaluate((x) => [x.name, x.className, x.inputMode]);
    if (await box.inputValue()) continue;
    const year = /child/.test(name) ? '2026' : '1992';
    const part = /_(day|month|year)$/.exec(name)?.[1];
    if (part) await box.fill({ day: '12', month: '4', year }[part]);
    else if (mode === 'numeric') await box.fill(shape.includes('w4') ? '1' : '051192000022');
    else await box.fill('Cẩm Thành');
  }
  for (const box of await main.locator('input[type=checkbox][name^="a_"]').all()) await tick(box);
}
// One question of online filing: whatever it asks is answered.
export async function answer(page) {
  const main = page.getByRole('main');
  const here = main.getByRole('radio', { name: /Cẩm Thành/ });
  if (await here.count()) await tick(here);
  for (const name of new Set(await main.locator('input[type=radio]').evaluateAll((all) => all.map((r) => r.name)))) {
    if (!await main.locator(`input[name="${name}"]:checked`).count()) await tick(main.locator(`input[name="${name}"]`).first());
  }
  await fillIn(main);
  const upload = main.locator('input[type=file]');
  if (await upload.count()) {
    const skip = main.locator('input[name=skip]');
    if (await skip.count()) await tick(skip);
    else await upload.setInputFiles(pdf);
  }
  await Promise.all([page.waitForEvent('domcontentloaded'), send(page, 'Tiếp tục')]); // perhaps the same page again
}

export async function answers(page) {
  for (let asked = 0; !new URL(page.url()).pathname.endsWith('/check'); asked++) {
    if (asked > 30) throw new Error('there is no end of questions');
    await answer(page);
  }
}

// axe is injected over the debugger, which the CSP does not govern; once for each document.
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const asked = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']";
export async function violations(page, rule) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Runtime.evaluate', { expression: `if (!window.axe) { ${axe} }` });
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: `axe.run(document, {runOnly: ${rule ? `['${rule}']` : asked}, resultTypes: ['violations']}).then((r) => JSON.stringify(
      r.passes.length + r.incomplete.length < ${rule ? 1 : 10} ? ['axe looked at nothing'] : r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target + ' ' + (n.any[0] ? n.any[0].message : '')).join(' | '))))`,
    awaitPromise: true, returnByValue: true });
  await cdp.detach();
  return JSON.parse(result.value);
}

export const tooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

export async function end() {
  for (const f of ends.reverse()) await f();
  console.log(`1..${count}`);
  process.exit(failed ? 1 : 0);
}
