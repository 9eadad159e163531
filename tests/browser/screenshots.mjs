// screenshots.mjs DIR - the pictures of docs/screenshots; run by tools/make_screenshots, not a test.
import { statSync } from 'node:fs';
import { demo, end, go, answers, ok, open, people, person } from './lib.mjs';

const dir = process.argv[2];
const base = await demo('--seed', '1');
const browser = await open();
const looks = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' };
const small = { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' };
async function shot(page, url, name) {
  if (url) await page.goto(url);
  await page.evaluate(() => document.fonts.ready);
  const path = `${dir}/${name}.png`;
  await page.screenshot({ path, animations: 'disabled' });
  ok(statSync(path).size < 200000, `${path}: ${statSync(path).size} bytes`);
}
const wide = await person(browser, base, null, looks);
const phone = await person(browser, base, null, small);
await shot(wide, '/', 'home');
await shot(phone, '/', 'home-phone');
await shot(wide, '/procedures/1.001193', 'procedure');

// One filed now and accepted: its own code and secret lead to the tracking page.
const citizen = await person(browser, base, people.citizen, looks);
await citizen.goto('/procedures/1.001193/file');
await citizen.getByRole('main').locator('form button').last().click();
await citizen.waitForURL(/\/drafts\//);
await answers(citizen);
await citizen.getByRole('checkbox').check();
await go(citizen, 'Gửi hồ sơ');
await citizen.waitForURL(/confirmation$/);
const said = citizen.getByRole('main').locator('dd');
const [code, secret] = [await said.nth(0).innerText(), await said.nth(1).innerText()];
const clerk = await person(browser, base, people.clerk, looks);
await clerk.goto(`/work/search?q=${code}`);
await clerk.getByRole('main').locator('td.what a').first().click();
await clerk.getByRole('radio', { name: /^Tiếp nhận/ }).check();
await clerk.getByRole('region', { name: /^Bước của bạn/ }).locator('button.primary').click();
await clerk.waitForLoadState();
await shot(wide, `/t/${code}?s=${secret}`, 'tracking');
await shot(phone, `/t/${code}?s=${secret}`, 'tracking-phone');

const officer = await person(browser, base, people.officer, looks);
await shot(officer, '/work', 'worklist');
await officer.goto(`/work/search?q=${code}`);
await officer.getByRole('main').locator('td.what a').first().click();
await officer.waitForURL(/dossiers/);
await shot(officer, null, 'dossier');
await clerk.goto('/counter');
await clerk.getByLabel('Số định danh, điện thoại hoặc tên').fill('Trương Thị Ngọc Thảo');
await clerk.getByLabel('Thủ tục', { exact: true }).fill('1.001193');
await clerk.getByRole('button', { name: 'Tìm', exact: true }).first().click();
await clerk.getByRole('button', { name: /^Đủ giấy bắt buộc/ }).click();
await shot(clerk, null, 'counter');
await end();
