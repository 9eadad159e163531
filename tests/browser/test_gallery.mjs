// test_gallery.mjs - the parts and sample pages drawn by tests/html/test_gallery.c, in a real
// browser under the pages' own CSP: axe in both themes at two widths, nothing scrolls sideways
// from 320 px on, the counter fits 1280 x 800, icons and fonts arrive, weight stays in budget.
import { createServer } from 'node:http';
import { readFile, readdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const root = new URL('../../', import.meta.url);
const build = process.env.MOTCUA_BUILD || 'build';
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const types = { html: 'text/html; charset=utf-8', css: 'text/css', svg: 'image/svg+xml', woff2: 'font/woff2', js: 'text/javascript' };
const CSP = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'";
let count = 0;
let failed = 0;
function ok(good, what, more) {
  count += 1;
  if (!good) failed += 1;
  console.log(`${good ? 'ok' : 'not ok'} ${count} - ${what}`);
  if (!good && more) console.log(String(more).replace(/^/gm, '# '));
}

const sheet = `/${build}/gallery/style.css`; // as it is sent: without comments and line ends
const server = createServer(async (req, res) => {
  const url = new URL(req.url, 'http://x');
  const path = url.pathname.replace(/^\/gallery\//, `/${build}/gallery/`).replace('/src/web/static/style.css', sheet);
  try {
    let body = await readFile(new URL('.' + path, root));
    const theme = url.searchParams.get('theme');
    if (theme) body = Buffer.from(body.toString().replace('<html', `<html data-theme="${theme}"`));
    res.writeHead(200, { 'content-type': types[path.split('.').pop()] || 'text/plain', 'content-security-policy': CSP });
    res.end(body);
  } catch {
    res.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const base = `http://127.0.0.1:${server.address().port}`;
const pages = (await readdir(new URL(`./${build}/gallery/`, root))).filter((f) => f.endsWith('.html')).sort();
ok(pages.length >= 12, 'the gallery was drawn');

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-background-networking'] });
const context = await browser.newContext({ bypassCSP: false });
const page = await context.newPage();
const complaints = [];
page.on('console', (m) => { if (m.type() === 'error') complaints.push(`${page.url()}: ${m.text()}`); });
page.on('requestfailed', (r) => r.failure().errorText !== 'net::ERR_ABORTED' && complaints.push(`${r.url()}: ${r.failure().errorText}`));

// axe is injected over the debugger, which the CSP does not govern.
const axe = await readFile(axePath, 'utf8');
const everything = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']";
async function violations(rule) {
  const cdp = await context.newCDPSession(page);
  await cdp.send('Runtime.evaluate', { expression: axe });
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: `axe.run(document, {runOnly: ${rule ? `['${rule}']` : everything}, resultTypes: ['violations']}).then((r) => JSON.stringify(
      r.passes.length + r.incomplete.length < ${rule ? 1 : 10} ? ['axe looked at nothing'] : r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target + ' ' + (n.any[0] ? n.any[0].message : '')).join(' | '))))`,
    awaitPromise: true, returnByValue: true });
  await cdp.detach();
  return JSON.parse(result.value);
}

// Every rule in one look of each width; a theme changes colours only, so the other two looks
// ask about contrast.
const looks = [[1280, 'light'], [390, 'light', 'color-contrast'], [390, 'dark'], [1280, 'dark', 'color-contrast']];
for (const name of pages) {
  const bad = [];
  for (const [width, theme, rule] of looks) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${base}/gallery/${name}?theme=${theme}`);
    for (const v of await violations(rule)) bad.push(`${theme} ${width}: ${v}`);
  }
  ok(bad.length === 0, `${name}: axe finds nothing, light and dark, 1280 and 390`, bad.join('\n'));
  const wide = [];
  for (const width of [320, 390, 640, 768, 900, 1024]) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) wide.push(`${width}: ${over} px too wide`);
  }
  ok(wide.length === 0, `${name}: nothing scrolls sideways from 320 px`, wide.join('\n'));
}

await page.setViewportSize({ width: 1280, height: 800 });
await page.goto(`${base}/gallery/counter.counter.html`);
const tall = await page.evaluate(() => document.documentElement.scrollHeight);
ok(tall <= 800, 'the counter fits 1280 x 800', `${tall} px high`);
await page.goto(`${base}/gallery/parts.vi.html`);
const drawn = await page.evaluate(async () => {
  await document.fonts.ready;
  return { icons: [...document.querySelectorAll('svg.i')].filter((s) => s.checkVisibility()).map((s) => s.getBBox().width > 0),
    fonts: [...document.fonts].filter((f) => f.status === 'loaded').length,
    edge: getComputedStyle(document.querySelector('.woven')).maskImage };
});
ok(drawn.icons.length > 20 && drawn.icons.every(Boolean), 'every icon is drawn from the sprite');
ok(drawn.fonts === 6, 'all six fonts load', drawn.fonts);
ok(/woven\.svg/.test(drawn.edge), 'the woven edge is cut out', drawn.edge);
await page.setViewportSize({ width: 390, height: 800 });
await page.goto(`${base}/gallery/home.public.html`);
ok(!(await page.isVisible('#nav')), 'on phones the navigation is folded');
await page.click('a.menu');
ok(await page.isVisible('#nav'), 'and opens without script');
ok(complaints.length === 0, 'the browser complains of nothing', complaints.join('\n'));

const weigh = async (file) => gzipSync(await readFile(new URL(`.${file}`, root)), { level: 9 }).length;
const [css, icons, script] = [await weigh(sheet), await weigh('/src/web/static/icons.svg'), await weigh('/src/web/static/enhance.js')];
ok(css <= 9216, `style sheet ${css} of 9216 bytes`);
ok(script <= 12288, `script ${script} of 12288 bytes`);
let heavy = 0;
for (const name of pages) heavy = Math.max(heavy, gzipSync(await readFile(new URL(`./${build}/gallery/${name}`, root))).length);
ok(heavy <= 20480, `heaviest page ${heavy} of 20480 bytes`);
ok(heavy + css + icons + script <= 61440, `a page without fonts ${heavy + css + icons + script} of 61440 bytes`);
let fonts = 0;
for (const f of await readdir(new URL('./src/web/static/fonts/', root))) {
  if (f.endsWith('.woff2')) fonts += (await readFile(new URL(`./src/web/static/fonts/${f}`, root))).length;
}
ok(fonts <= 56320, `fonts ${fonts} of 56320 bytes`);

await browser.close();
server.close();
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
