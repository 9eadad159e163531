// test_hold.mjs - the clock of a dossier is held: the control office writes the grounds into a process,
// a leader pauses with a letter, the applicant reads why, the officer lets it run on and asks another
// agency with a ground. Without script; axe in both themes and languages, at two widths.
import { answers, complaints, demo, end, go, ok, open, pdf, people, person, step, tooWide, violations } from './lib.mjs';

process.env.MOTCUA_NOW ||= '2026-11-23T08:15:00+07:00';
const base = await demo('--dossiers', '40', '--seed', '3');
const browser = await open();
const plain = { javaScriptEnabled: false };
const control = await person(browser, base, people.control, plain);
const citizen = await person(browser, base, people.citizen);
const clerk = await person(browser, base, people.clerk, plain);
const officer = await person(browser, base, people.officer, plain);
const leader = await person(browser, base, people.leader, plain);
const main = (page) => page.getByRole('main');
// A key is pressed on the button: without script a busy browser draws too seldom to call it still.
const press = (page, name) => main(page).getByRole('button', { name, exact: true }).press('Enter');
const pictures = process.env.MOTCUA_PICTURES;

async function seen(page, what) {
  const address = page.url();
  for (const [colorScheme, width, lang] of [['light', 1280, 'vi'], ['dark', 390, 'en']]) {
    const context = await browser.newContext({ baseURL: base, locale: 'vi-VN', colorScheme, viewport: { width, height: 900 }, storageState: await page.context().storageState() });
    const other = await context.newPage();
    await other.goto(address);
    const speak = async (word) => {
      await other.setViewportSize({ width: 1280, height: 900 });
      await other.goto('/procedures');
      await other.locator(`button[lang=${word}]`).first().click();
      await other.locator(`html[lang=${word}]`).waitFor();
      await other.setViewportSize({ width, height: 900 });
      await other.goto(address);
    };
    if (lang === 'en') await speak('en');
    const found = await violations(other);
    ok(found.length === 0, `${what}, ${colorScheme} ${width} ${lang}: axe finds nothing`, found.join('\n'));
    const wide = await tooWide(other);
    ok(wide <= 0, `${what}, ${colorScheme} ${width} ${lang}: nothing scrolls sideways`, wide);
    if (pictures) await other.screenshot({ path: `${pictures}/${what.replaceAll(' ', '-')}-${colorScheme}-${width}-${lang}.png`, fullPage: true });
    if (lang === 'en') await speak('vi');
    await context.close();
  }
}

await step('the control office names the grounds of a process', control, async () => {
  await control.goto('/admin/processes/1.004884/1');
  await press(control, 'Lập bản thảo mới từ phiên bản này');
  await control.waitForURL(/1\.004884\/2$/);
  await control.goto('/admin/processes/1.004884/2/text');
  const file = JSON.parse(await main(control).locator('textarea[name=text]').inputValue());
  file.holds = [
    { key: 'finance', name: 'Chờ thực hiện nghĩa vụ tài chính', article: 'Luật A, Điều 5', limit: '10 wd' },
    { key: 'opinion', name: 'Chờ ý kiến cơ quan liên quan', article: 'Luật A, Điều 6', limit: '5 wd', consult: true }];
  await main(control).locator('textarea[name=text]').fill(JSON.stringify(file));
  await press(control, 'Lưu');
  await main(control).getByText('Lãnh đạo được tạm dừng đồng hồ bằng văn bản: Chờ thực hiện nghĩa vụ tài chính').waitFor();
  await main(control).getByText('Hỏi ý kiến cơ quan khác được tạm dừng đồng hồ: Chờ ý kiến cơ quan liên quan').waitFor();
});
await step('and publishes it', control, async () => {
  await control.goto('/admin/processes/1.004884/2/publish');
  for (const [part, value] of [['day', '23'], ['month', '11'], ['year', '2026']]) await main(control).locator(`input[name=valid_from_${part}]`).fill(value);
  await main(control).locator('[name=reason]').fill('Quyết định 12/QĐ-UBND');
  if (await main(control).locator('input[name=unstaffed]').count()) await main(control).locator('input[name=unstaffed]').check();
  await press(control, 'Ban hành');
  await main(control).getByText('Đã ban hành').first().waitFor();
});

let dossier, mine;
await step('a citizen files, the clerk accepts', citizen, async () => {
  await citizen.goto('/procedures/1.004884');
  await main(citizen).locator('a[href$="/procedures/1.004884/file"]').first().click();
  await go(citizen, 'Bắt đầu nộp hồ sơ');
  await citizen.waitForURL(/\/drafts\//);
  await answers(citizen);
  await main(citizen).getByRole('checkbox').check();
  await go(citizen, 'Gửi hồ sơ');
  await citizen.waitForURL(/\/confirmation$/);
  mine = new URL(citizen.url()).pathname.replace('/confirmation', '').replace('/dossiers/', '/my/dossiers/');
  const code = await main(citizen).locator('dd').first().innerText();
  await clerk.goto(`/work/search?q=${code}`);
  await main(clerk).locator('td.what a').first().click();
  dossier = new URL(clerk.url()).pathname;
  const panel = clerk.getByRole('region', { name: /^Bước của bạn/ });
  await panel.getByRole('radio', { name: /^Tiếp nhận/ }).check();
  await panel.locator('button.primary').press('Enter');
  await main(clerk).getByText('Đã tiếp nhận', { exact: true }).first().waitFor();
});

const choose = async (page, name, words) => main(page).locator(`select[name=${name}]`).selectOption({ label: words });
const option = (page, name, part) => main(page).locator(`select[name=${name}] option`, { hasText: part }).innerText();
const until = async (page, day) => {
  for (const [part, value] of [['day', day], ['month', '11'], ['year', '2026']]) await main(page).locator(`input[name=until_${part}]`).fill(value);
};
await step('a leader is refused a pause without a letter, and keeps what was typed', leader, async () => {
  await leader.goto(dossier);
  await main(leader).getByRole('link', { name: 'Tạm dừng đồng hồ' }).click();
  await choose(leader, 'hold', await option(leader, 'hold', 'nghĩa vụ tài chính'));
  await until(leader, '27');
  await main(leader).locator('input[name=letter]').fill('12/TB-UBND ngày 23/11/2026');
  await main(leader).locator('textarea[name=reason]').fill('Chờ chứng từ nộp lệ phí');
  await press(leader, 'Tạm dừng');
  await main(leader).getByText('Gửi kèm văn bản tạm dừng.').first().waitFor();
  if (await main(leader).locator('input[name=letter]').inputValue() !== '12/TB-UBND ngày 23/11/2026') throw new Error('what was typed is lost');
});
if (!dossier) await end();
await leader.goto(`${dossier}/pause`);
await seen(leader, 'the page that pauses');
await step('with the letter it is held', leader, async () => {
  await choose(leader, 'hold', await option(leader, 'hold', 'nghĩa vụ tài chính'));
  await until(leader, '27');
  await main(leader).locator('input[name=letter]').fill('12/TB-UBND ngày 23/11/2026');
  await main(leader).locator('textarea[name=reason]').fill('Chờ chứng từ nộp lệ phí');
  await main(leader).locator('input[type=file]').setInputFiles({ ...pdf, name: 'thong-bao.pdf' });
  await press(leader, 'Tạm dừng');
  await leader.waitForURL((u) => u.pathname === dossier);
  await main(leader).getByText('Tạm dừng đồng hồ bằng văn bản').first().waitFor();
});
await leader.goto(`${dossier}/record`);
await seen(leader, 'the record of a held dossier');
await step('the applicant reads why', citizen, async () => {
  await citizen.goto(mine);
  await main(citizen).getByText('Chờ chứng từ nộp lệ phí').first().waitFor();
  await main(citizen).getByText(/thong-bao\.pdf/).first().waitFor();
});
await seen(citizen, 'a held dossier as its applicant sees it');
await step('the officer lets it run on', officer, async () => {
  await officer.goto(dossier);
  await main(officer).getByRole('link', { name: 'Cho đồng hồ chạy tiếp' }).click();
  await main(officer).locator('textarea[name=note]').fill('Biên lai 0045 ngày 23/11/2026');
  await press(officer, 'Chạy tiếp');
  await officer.waitForURL((u) => u.pathname === dossier);
  await main(officer).getByText('Đồng hồ chạy tiếp sau thời gian tạm dừng').first().waitFor();
});
await step('and asks another agency by the ground of consultations', officer, async () => {
  await officer.goto(`${dossier}/consult`);
  await main(officer).locator('select[name=agency]').selectOption('H48.102');
  await main(officer).locator('textarea').fill('Người này có đăng ký kết hôn tại xã không?');
  await main(officer).locator('input[name=days]').fill('2');
  await choose(officer, 'hold', await option(officer, 'hold', 'Chờ ý kiến'));
  await press(officer, 'Gửi câu hỏi');
  await officer.waitForURL((u) => u.pathname === dossier);
  await main(officer).getByText(/đồng hồ đang dừng/).first().waitFor();
});
await officer.goto(`${dossier}/consult`);
await seen(officer, 'the page that asks another agency');
ok(complaints.length === 0, 'the browser complains of nothing', complaints.join('\n'));
await end();
