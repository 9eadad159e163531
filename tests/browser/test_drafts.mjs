// test_drafts.mjs - a citizen's draft on two devices of one account: a large file broken off on the
// first goes on where it stopped on the second.
import { answer, complaints, demo, end, go, ok, open, people, person, step, violations } from './lib.mjs';

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

let paper;
await step('a draft is begun on the phone, as far as its first paper', phone, async () => {
  await phone.goto('/procedures/1.001193/file');
  await go(phone, 'Bắt đầu nộp hồ sơ');
  await phone.waitForURL(/\/drafts\//);
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

ok(complaints.length === 0, 'the browsers complain of nothing', complaints.join('\n'));
await end();
