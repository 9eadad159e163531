// test_drafts.mjs - a citizen's draft on two devices of one account: each field is saved while it is
// typed, also when the line breaks, and nobody's words are lost; a large file broken off on the
// first goes on where it stopped on the second. Then the same without script.
import { answer, answers, complaints, demo, end, go, ok, open, people, person, send, step, violations } from './lib.mjs';

process.env.MOTCUA_NOW ||= '2026-11-23T08:15:00+07:00';

const base = await demo('--dossiers', '10', '--seed', '3');
const browser = await open();
const phone = await person(browser, base, people.citizen, { viewport: { width: 390, height: 800 } });
const desk = await person(browser, base, people.citizen);

// A PDF of five pieces.
const piece = 512 * 1024;
const large = { name: 'ban-quet.pdf', mimeType: 'application/pdf',
  buffer: Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(4 * piece, ' '), Buffer.from('\n%%EOF\n')]) };

async function toPaper(page) {
  for (let asked = 0; !await page.locator('main input[type=file]').count(); asked++) {
    if (asked > 20) throw new Error('no paper is asked for');
    await answer(page);
  }
}
// What the page asks of /uploads, by what stood in the answers.
function watch(page) {
  const seen = { pieces: 0, finished: 0 };
  page.on('response', (r) => {
    const path = new URL(r.url()).pathname;
    if (r.request().method() !== 'POST' || !r.ok()) return;
    if (/^\/uploads\/\w+$/.test(path)) seen.pieces += 1;
    if (/^\/uploads\/\w+\/finish$/.test(path)) seen.finished += 1;
  });
  return seen;
}

const typed = (page, label) => page.getByRole('main').getByLabel(label).first();
const saved = (page) => page.getByText('Đã ghi lại điều bạn nhập').waitFor();

let owner;
await step('a draft is begun on the phone: what is typed is saved before the question is answered', phone, async () => {
  await phone.goto('/procedures/1.001193/file');
  await go(phone, 'Bắt đầu nộp hồ sơ');
  await phone.waitForURL(/\/drafts\//);
  await phone.locator('input[name=authority][value=parent]').check();
  await saved(phone);
  await go(phone, 'Tiếp tục');
  owner = new URL(phone.url()).pathname;
  await typed(phone, 'Họ, chữ đệm và tên').fill('Đinh Minh');
  await saved(phone);
  const found = await violations(phone);
  if (found.length) throw new Error(found.join('\n'));
});
await step('the other device, found by the code, has it', desk, async () => {
  const code = /nhập mã (\w{4}-\w{4})/.exec(await phone.getByRole('main').innerText())[1];
  await desk.goto('/resume');
  await typed(desk, 'Mã').fill(code);
  await desk.getByRole('main').getByRole('button').first().click();
  await desk.waitForURL(new RegExp(`${owner}$`));
  if (await typed(desk, 'Họ, chữ đệm và tên').inputValue() !== 'Đinh Minh') throw new Error('not there');
});
await step('two write into one field: neither is lost, and the second is told', desk, async () => {
  await typed(phone, 'Họ, chữ đệm và tên').fill('Đinh Minh An');
  await phone.waitForResponse((r) => r.url().endsWith('/typed') && r.ok());
  await typed(desk, 'Họ, chữ đệm và tên').fill('Đinh Minh Anh');
  await desk.getByText('Máy khác vừa ghi ở đây: “Đinh Minh An”').waitFor();
  if (await typed(desk, 'Họ, chữ đệm và tên').inputValue() !== 'Đinh Minh Anh') throw new Error('what was typed is gone');
  const found = await violations(desk);
  if (found.length) throw new Error(found.join('\n'));
  await phone.reload();
  if (await typed(phone, 'Họ, chữ đệm và tên').inputValue() !== 'Đinh Minh An') throw new Error('the first is overwritten');
});
await step('without a line nothing is lost: it is said, kept through a reload, saved when the line is back', phone, async () => {
  await phone.context().setOffline(true);
  await typed(phone, 'Điện thoại').fill('0912 345 678');
  await phone.getByText('Mất mạng, chưa ghi lại được').waitFor();
  await go(phone, 'Tiếp tục'); // stays
  if (await typed(phone, 'Điện thoại').inputValue() !== '0912 345 678') throw new Error('the page is gone');
  await phone.context().setOffline(false);
  await saved(phone);
  await phone.route(/\/typed$/, (r) => r.abort('internetdisconnected'));
  await typed(phone, 'Điện thoại').fill('0912 345 679');
  await phone.getByText('Mất mạng, chưa ghi lại được').waitFor();
  await phone.unroute(/\/typed$/);
  await phone.reload();
  if (await typed(phone, 'Điện thoại').inputValue() !== '0912 345 679') throw new Error('not kept in the tab');
  await saved(phone);
  complaints.length = 0; // the broken line
  await phone.reload();
  if (await typed(phone, 'Điện thoại').inputValue() !== '0912 345 679') throw new Error('not saved');
});
await step('on the other device it is continued with, and what that one says counts', desk, async () => {
  await desk.reload();
  await typed(desk, 'Họ, chữ đệm và tên').fill('Đinh Minh Anh');
  for (const [name, value] of Object.entries({ birth_day: '12', birth_month: '4', birth_year: '2026' })) await desk.locator(`input[name=${name}]`).fill(value);
  await go(desk, 'Tiếp tục');
  await desk.waitForURL(/\/agency$/);
  await phone.goto(owner);
  if (await typed(phone, 'Họ, chữ đệm và tên').inputValue() !== 'Đinh Minh Anh') throw new Error('another name');
});

let paper;
await step('the phone goes on as far as the first paper', phone, async () => {
  await toPaper(phone);
  paper = new URL(phone.url()).pathname;
});
await step('the line breaks while a large file is on its way: the page says so and keeps what came', phone, async () => {
  let let_through = 2;
  await phone.route(/\/uploads\/\w+$/, (r) => { if (let_through-- > 0) r.continue(); else r.abort('internetdisconnected'); });
  await phone.locator('main input[type=file]').setInputFiles(large);
  await phone.getByText(/Đường truyền bị ngắt khi ban-quet.pdf đã đến 4\d%/).waitFor();
  complaints.length = 0; // the broken line
});
await step('on another device the page knows of it', desk, async () => {
  await desk.goto(paper);
  await desk.getByText(/ban-quet\.pdf đã đến 4\d%/).waitFor();
  const found = await violations(desk);
  if (found.length) throw new Error(found.join('\n'));
});
await step('the same file goes on there, only what is missing is sent', desk, async () => {
  const seen = watch(desk);
  await desk.locator('main input[type=file]').setInputFiles(large);
  await desk.getByText('Đã nhận ban-quet.pdf.').waitFor();
  if (seen.pieces !== 3 || seen.finished !== 1) throw new Error(JSON.stringify(seen));
  const found = await violations(desk);
  if (found.length) throw new Error(found.join('\n'));
});
await step('its note is the file: it stands in the draft', desk, async () => {
  await go(desk, 'Tiếp tục');
  await desk.goto(paper);
  await desk.getByRole('main').getByText('ban-quet.pdf', { exact: true }).first().waitFor();
});
await step('whoever goes on before it is there waits, and then goes on', phone, async () => {
  await phone.unroute(/\/uploads\/\w+$/);
  await phone.goto(paper);
  await phone.route(/\/uploads\/\w+$/, async (r) => { await new Promise((done) => setTimeout(done, 300)); r.continue(); });
  await phone.locator('main input[type=file]').setInputFiles({ ...large, name: 'ban-quet-2.pdf', buffer: Buffer.concat([large.buffer, Buffer.from('\n')]) });
  await phone.getByText(/Đang gửi ban-quet-2/).waitFor();
  await go(phone, 'Tải tệp lên');
  await phone.getByRole('main').getByText('ban-quet-2.pdf', { exact: true }).first().waitFor();
});

// ---- without script: each page is saved by its button, files go with their page ----
const bare = { javaScriptEnabled: false };
const phone2 = await person(browser, base, people.citizen, { ...bare, viewport: { width: 390, height: 800 } });
const desk2 = await person(browser, base, people.citizen, bare);
let code;
await step('without script: begun on the phone and put aside', phone2, async () => {
  await phone2.goto('/procedures/1.001193/file');
  await send(phone2, 'Bắt đầu bài khai mới'); // beside the first
  await phone2.waitForURL(/\/drafts\//);
  await phone2.locator('input[name=authority][value=parent]').press('Space');
  await send(phone2, 'Tiếp tục');
  await phone2.waitForURL(/\/owner$/);
  code = /nhập mã (\w{4}-\w{4})/.exec(await phone2.getByRole('main').innerText())[1];
  for (const [name, value] of Object.entries({ name: 'Đinh Minh Khôi', phone: '0912345678', birth_day: '12', birth_month: '4', birth_year: '2026' })) await phone2.locator(`input[name=${name}]`).fill(value);
  await send(phone2, 'Lưu và để sau');
  await phone2.waitForURL(/\/my$/);
});
await step('found by its code on the other device, with all its answers', desk2, async () => {
  await desk2.goto('/resume');
  await desk2.locator('input[name=code]').fill(code);
  await desk2.locator('input[name=code]').press('Enter');
  await desk2.waitForURL(/\/agency$/);
  await desk2.getByRole('link', { name: 'Câu trước' }).press('Enter');
  await desk2.waitForURL(/\/owner$/);
  if (await desk2.locator('input[name=name]').inputValue() !== 'Đinh Minh Khôi') throw new Error('not there');
  await send(desk2, 'Tiếp tục');
  await desk2.waitForURL(/\/agency$/);
});
await step('finished and sent there; on the first device the draft is the dossier by now', desk2, async () => {
  await answers(desk2);
  await desk2.locator('input[name=oath]').press('Space');
  await send(desk2, 'Gửi hồ sơ');
  await desk2.waitForURL(/\/confirmation$/);
  await phone2.goBack();
  await phone2.waitForURL(new URL(desk2.url()).pathname);
});

const others = complaints.filter((x) => !x.includes('ERR_INTERNET_DISCONNECTED')); // the broken line goes on being tried
ok(others.length === 0, 'the browsers complain of nothing', others.join('\n'));
await end();
