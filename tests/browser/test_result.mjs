// test_result.mjs - a wrong result, without script: its owner asks for the correction, clerk and leader find it
// in their list, the leader signs a new file with an apology, the owner downloads both at once. axe in
// both themes at two widths and two languages on each page of it; nothing scrolls sideways.
import { complaints, demo, end, go, ok, open, pdf, people, person, step, tooWide, violations } from './lib.mjs';

process.env.MOTCUA_NOW ||= '2026-11-23T08:15:00+07:00';
const base = await demo('--dossiers', '200', '--seed', '3');
const browser = await open();

const looks = [['light', 1280, 'vi-VN'], ['dark', 390, 'vi-VN'], ['light', 390, 'en-GB']];
const seen = new Map(); // signed in once for each look
async function look(who, path, what) {
  for (const [colorScheme, width, locale] of looks) {
    const key = `${who} ${colorScheme} ${width}`;
    if (!seen.has(key)) seen.set(key, await person(browser, base, who, { colorScheme, locale, viewport: { width, height: 800 } }));
    const page = seen.get(key);
    await page.goto(path);
    const found = await violations(page);
    const wide = await tooWide(page);
    ok(found.length === 0 && wide <= 0 && new URL(page.url()).pathname === path.split('?')[0],
      `${what}, ${colorScheme} ${width} ${locale}: axe finds nothing, not too wide`, `${page.url()} ${wide}\n${found.join('\n')}`);
  }
}

const plain = { javaScriptEnabled: false, reducedMotion: 'reduce' }; // a smooth scroll would move what is clicked
const citizen = await person(browser, base, people.citizen, plain);
await citizen.goto('/my');
// One of phường Trương Quang Trọng.
const mine = await citizen.locator('main tr', { hasText: 'H48.103-' }).locator('a').first().getAttribute('href');
const pub = mine.split('/').pop();
await look(people.citizen, mine, 'a dossier with its papers to print');
await look(people.citizen, `${mine}/mend`, 'asking about a result');

await step('the owner asks for a correction', citizen, async () => {
  await citizen.goto(mine);
  await citizen.getByRole('main').getByRole('link', { name: 'Kết quả sai hoặc bị mất' }).click();
  await go(citizen, 'Gửi đề nghị');
  await citizen.getByText('Có 2 chỗ cần sửa').waitFor(); // nothing was said yet
  await citizen.getByRole('main').locator('input[name=kind][value=correction]').check();
  await citizen.getByRole('main').locator('textarea').fill('Ngày xóa đăng ký ghi nhầm là 11/10, đúng ra là 11/11');
  await go(citizen, 'Gửi đề nghị');
  await citizen.waitForURL(new RegExp(`${pub}$`));
  await citizen.getByText('Chúng tôi đang sửa kết quả').waitFor();
});

await look('lanhdao.tqtrong', '/work/mends', 'what waits for a leader');
const clerk = await person(browser, base, 'tiepnhan.tqtrong', plain);
await step('the clerk sees it, and who asked', clerk, async () => {
  await clerk.goto('/work/mends');
  const row = await clerk.locator('main tr', { hasText: 'H48.103-' }).first().innerText();
  if (!/Người nộp đề nghị/.test(row) || !/ghi nhầm/.test(row)) throw new Error(row);
});

const leader = await person(browser, base, 'lanhdao.tqtrong', plain);
await step('the leader signs the new one with an apology', leader, async () => {
  await leader.goto('/work/mends');
  await leader.locator('main tr', { hasText: 'H48.103-' }).first().getByRole('link').click();
  await leader.waitForURL(/mend-decision$/);
  await leader.getByRole('main').locator('input[name=decision][value=done]').check();
  await leader.getByRole('main').locator('input[type=file]').setInputFiles({ ...pdf, name: 'ket-qua-sua.pdf' });
  await leader.getByRole('main').locator('textarea').fill('Xin lỗi bà vì sai sót của chúng tôi');
  await go(leader, 'Quyết định');
  await leader.waitForURL(new RegExp(`${pub}$`));
});
await look('lanhdao.tqtrong', '/work/mends', 'what a leader answered');
await step('the answer stands in the list', leader, async () => {
  await leader.goto('/work/mends');
  const row = await leader.locator('main tr', { hasText: 'H48.103-' }).first().innerText();
  if (!/Đã trả lời/.test(row) || !/Xin lỗi bà/.test(row)) throw new Error(row);
});

await step('the owner reads the apology, and takes all files at once', citizen, async () => {
  await citizen.goto(mine);
  await citizen.getByText('Chúng tôi xin lỗi').waitFor();
  const [download] = await Promise.all([citizen.waitForEvent('download'), go(citizen, 'Tải tất cả 2 tệp (ZIP)')]);
  if (!/\.zip$/.test(download.suggestedFilename())) throw new Error(download.suggestedFilename());
});
await step('each paper to print is a PDF', citizen, async () => {
  await citizen.goto(mine);
  const papers = await citizen.locator('main a[href*="/slips/"]').evaluateAll((l) => l.map((a) => a.getAttribute('href')));
  if (!papers.length) throw new Error('no paper');
  for (const to of papers) {
    const answer = await citizen.request.get(base + to);
    if (answer.headers()['content-type'] !== 'application/pdf') throw new Error(`${to} ${answer.status()}`);
  }
});
await look(people.citizen, mine, 'a dossier whose result was replaced');
ok(complaints.length === 0, 'the browser complains of nothing', complaints.join('\n'));
await end();
