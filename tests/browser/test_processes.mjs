// test_processes.mjs - the control office changes how a procedure is done, without script: a draft
// of the version in force, a share of time and a reason, a fault shown at its place and mended, a
// publication, what differs, and running work moved to it. axe in both themes and languages, at
// two widths.
import { complaints, demo, end, ok, open, person, serverLog, step, tooWide, violations } from './lib.mjs';

const base = await demo('--dossiers', '60');
const browser = await open();
const control = await person(browser, base, 'kiemsoat', { javaScriptEnabled: false });
const main = control.getByRole('main');
// A key is pressed on the button: without script a busy browser draws too seldom to call it still.
const go = (page, name) => main.getByRole('button', { name, exact: true }).press('Enter');
const pictures = process.env.MOTCUA_PICTURES;

// The same address as other people see it: dark and narrow, in English.
async function seen(what) {
  const address = control.url();
  for (const [colorScheme, width, lang] of [['light', 1280, 'vi'], ['dark', 390, 'en']]) {
    const context = await browser.newContext({ baseURL: base, locale: 'vi-VN', colorScheme, viewport: { width, height: 900 }, storageState: await control.context().storageState() });
    const page = await context.newPage();
    await page.goto(address);
    if (lang === 'en' && await page.getByRole('button', { name: 'English' }).count()) await page.getByRole('button', { name: 'English' }).first().click();
    const found = await violations(page);
    ok(found.length === 0, `${what}, ${colorScheme} ${width} ${lang}: axe finds nothing`, found.join('\n'));
    const wide = await tooWide(page);
    ok(wide <= 0, `${what}, ${colorScheme} ${width} ${lang}: nothing scrolls sideways`, wide);
    if (pictures) await page.screenshot({ path: `${pictures}/${what.replaceAll(' ', '-')}-${lang}.png`, fullPage: true });
    if (lang === 'en' && await page.getByRole('button', { name: 'Tiếng Việt' }).count()) await page.getByRole('button', { name: 'Tiếng Việt' }).first().click();
    await context.close();
  }
}

await step('the list of processes leads to one and its versions', control, async () => {
  await control.goto('/admin/processes');
  await main.getByRole('link', { name: '1.001193', exact: true }).click();
  await main.getByRole('link', { name: 'Phiên bản 1' }).click();
  await main.getByText('Đã ban hành').first().waitFor();
});
await seen('a published version');
await step('a draft is made of it', control, async () => {
  await go(control, 'Lập bản thảo mới từ phiên bản này');
  await control.waitForURL(/1\.001193\/2$/);
});
await step('a step is called otherwise', control, async () => {
  await main.getByRole('link', { name: 'Sửa bước' }).nth(1).click();
  await main.getByLabel('Tên bước').fill('Thẩm định tại phường');
  await go(control, 'Lưu');
  await main.getByText('Thẩm định tại phường').first().waitFor();
});
await step('an action gets a list of reasons', control, async () => {
  await main.getByRole('link', { name: 'Từ chối', exact: true }).first().click();
  await main.getByLabel('Danh mục lý do').fill('Khóa hỏng: Không thuộc thẩm quyền');
  await go(control, 'Lưu');
  await main.getByText('Mỗi dòng là một câu, hoặc khóa: câu').first().waitFor();
  await main.getByLabel('Danh mục lý do').fill('Không thuộc thẩm quyền');
  await go(control, 'Lưu');
  await main.getByText('lý do “Không thuộc thẩm quyền”').waitFor();
});
await seen('a draft');
await step('the draft is seen as a picture', control, async () => {
  const back = control.url();
  await main.getByRole('link', { name: 'Xem sơ đồ' }).click();
  await main.getByRole('img').waitFor();
  await main.getByRole('cell', { name: 'Thẩm định tại phường: Đã tiếp nhận' }).waitFor();
  await seen('a picture');
  await control.goto(back);
});
await step('a question is asked, and an answer that nothing takes is named beside the field that mends it', control, async () => {
  const back = control.url();
  await main.getByRole('link', { name: 'Thêm câu hỏi rẽ nhánh' }).click();
  await main.getByLabel('Câu hỏi', { exact: true }).fill('Có cần xác minh không?');
  await main.getByLabel('Các câu trả lời').fill('Có\nKhông');
  await go(control, 'Lưu');
  await main.getByText('Rẽ nhánh theo “Có cần xác minh không?”: Có / Không').waitFor();
  await main.getByRole('link', { name: 'Trình', exact: true }).first().click();
  await main.getByLabel('Chỉ khi “Có cần xác minh không?” là “Có”').check();
  await go(control, 'Lưu');
  await main.getByRole('link', { name: /Không nhánh nào nhận giá trị “khong”/ }).click();
  await main.locator('.field.wrong').getByText('Không nhánh nào nhận giá trị “khong”').waitFor();
});
await seen('a finding beside its field');
await step('mended, the finding is gone', control, async () => {
  await main.getByLabel('Chỉ khi “Có cần xác minh không?” là “Không”').check();
  await go(control, 'Lưu');
  await main.getByText('khi “Có cần xác minh không?” là “Có / Không”').waitFor();
  if (await main.getByText('Không nhánh nào nhận').count()) throw new Error('it is still there');
});
await step('two people edit one draft: the second sees both, and nothing is lost', control, async () => {
  const version = control.url();
  const shares = `${version}/shares`;
  await control.goto(shares);
  const other = await control.context().newPage();
  await other.goto(shares);
  await other.getByRole('main').getByLabel(/^1\. /).fill('90');
  await other.getByRole('main').getByRole('button', { name: 'Lưu', exact: true }).press('Enter');
  await other.waitForURL(version);
  await other.close();
  await main.getByLabel(/^2\. /).fill('200');
  await go(control, 'Lưu');
  await main.getByText('Người khác vừa sửa bản thảo này').waitFor();
  await main.getByText('Đang lưu: 90.').waitFor();
  if (await main.getByLabel(/^2\. /).inputValue() !== '200') throw new Error('what was typed is lost');
});
await seen('a draft somebody else changed');
await step('the second looks again and saves', control, async () => {
  await main.getByLabel(/^1\. /).fill('90');
  await go(control, 'Lưu');
  await main.getByText('90 phút').first().waitFor();
  await main.getByText('200 phút').first().waitFor();
});
await step('a dead end is named at its place, and nothing can be published', control, async () => {
  await main.getByRole('link', { name: 'Trả kết quả', exact: true }).click();
  await main.getByLabel('Trạng thái sau đó').selectOption('issued');
  await go(control, 'Lưu');
  await main.getByText(/không có đường nào tới kết quả/).first().waitFor();
  if (await main.getByRole('link', { name: 'Ban hành…' }).count()) throw new Error('it is offered');
});
await seen('a draft with a fault');
await step('mended, it is published with a reason', control, async () => {
  await main.getByRole('link', { name: 'Trả kết quả', exact: true }).click();
  await main.getByLabel('Trạng thái sau đó').selectOption('returned');
  await go(control, 'Lưu');
  await main.getByRole('link', { name: 'Ban hành…' }).click();
  await go(control, 'Ban hành');
  await main.locator('.errors').waitFor();
  await main.getByLabel('Lý do, số quyết định').fill('Quyết định 12/QĐ-UBND');
  await go(control, 'Ban hành');
  await main.getByText('Quyết định 12/QĐ-UBND').waitFor();
});
await step('what differs is named', control, async () => {
  await main.getByRole('link', { name: 'So với phiên bản trước' }).click();
  await main.getByText('/steps/process', { exact: true }).waitFor();
  await main.getByText('/steps/receive/actions/refuse', { exact: true }).waitFor();
});
await seen('what differs');
await step('running work is moved by an order', control, async () => {
  await control.goto('/admin/processes/1.001193/1');
  const move = main.getByRole('link', { name: 'Chuyển việc đang chạy sang phiên bản khác' });
  if (!await move.count()) return;
  await move.click();
  await main.getByText(/^Lúc này: [1-9]\d* việc chuyển, 0 việc ở lại\.$/).waitFor();
  await seen('what a move would do');
  await main.getByLabel(/^Bước .* thành$/).first().selectOption('-');
  await main.getByLabel(/^Bước .* thành$/).nth(1).selectOption('-');
  await main.getByLabel(/^Bước .* thành$/).nth(2).selectOption('-');
  await main.getByLabel(/^Bước .* thành$/).nth(3).selectOption('-');
  await go(control, 'Xem trước theo lựa chọn này');
  await main.getByText(/^Lúc này: 0 việc chuyển/).waitFor();
  await control.goto('/admin/processes/1.001193/1/move');
  await go(control, 'Chuyển tất cả');
  await main.locator('.errors').waitFor();
  await main.getByLabel('Lý do').fill('Quy trình mới');
  await go(control, 'Chuyển tất cả');
  await main.getByText('Lệnh chuyển việc đang chạy').waitFor();
});
await seen('one process');
await step('the file that comes down goes up again', control, async () => {
  const file = await (await control.request.get('/admin/processes/1.001193/2/file')).text();
  await control.goto('/admin/processes/import');
  await main.getByLabel('Nội dung tệp').fill(file.replace('"kind": "dossier"', '"kind": "dossier",'));
  await go(control, 'Lập bản thảo');
  await main.getByText(/Tệp không đúng dạng JSON/).first().waitFor();
  await main.getByLabel('Nội dung tệp').fill(file);
  await go(control, 'Lập bản thảo');
  await control.waitForURL(/1\.001193\/3$/);
  const again = await (await control.request.get('/admin/processes/1.001193/3/file')).text();
  if (again !== file) throw new Error('it is not the same');
});
ok(complaints.length === 0, 'the browser complains of nothing', complaints.join('\n'));
ok(serverLog() === '', 'the server warns of nothing', serverLog());
await end();
