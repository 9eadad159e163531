// test_journey.mjs - one birth registration from the citizen's account to the result, as people
// do it: filed online, accepted, examined, signed, issued, returned; after each act the public
// tracking page is read. Then one without script, taken in at the counter.
import { spawnSync } from 'node:child_process';
import { answers, complaints, demo, end, go, ok, open, pdf, people, person, step } from './lib.mjs';

// Monday morning: same-day procedures stay on time, and words do not depend on today.
process.env.MOTCUA_NOW ||= '2026-11-23T08:15:00+07:00';

const base = await demo('--dossiers', '40', '--seed', '3');
const browser = await open();
const result = { ...pdf, name: 'giay-khai-sinh.pdf' };


// The public page as anybody with the slip sees it.
async function tracked(stranger, code, secret, words) {
  await stranger.goto(`/t/${code}?s=${encodeURIComponent(secret)}`);
  const text = await stranger.getByRole('main').innerText();
  const missing = words.filter((w) => !text.includes(w));
  if (missing.length) throw new Error(`the tracking page lacks: ${missing.join(' | ')}\n${text}`);
}

const stranger = await person(browser, base, null);
const citizen = await person(browser, base, people.citizen);
let code;
let secret;

await step('the citizen finds the procedure and begins', citizen, async () => {
  await citizen.goto('/procedures/1.001193');
  await citizen.getByRole('main').locator('a[href$="/procedures/1.001193/file"]').first().click();
  await go(citizen, 'Bắt đầu nộp hồ sơ');
  await citizen.waitForURL(/\/drafts\//);
});
await step('answers every question, one on a page, and checks them', citizen, async () => {
  await answers(citizen);
  const text = await citizen.getByRole('main').innerText();
  for (const w of ['giay-chung-sinh.pdf', 'Cẩm Thành']) if (!text.includes(w)) throw new Error(`not on the check page: ${w}`);
});
await step('sends it, and has a code and a secret', citizen, async () => {
  await go(citizen, 'Gửi hồ sơ');
  await citizen.getByRole('alert').getByText('cam đoan').waitFor(); // not without the declaration
  await citizen.getByRole('checkbox').check();
  await go(citizen, 'Gửi hồ sơ');
  await citizen.waitForURL(/\/confirmation$/);
  const said = citizen.getByRole('main').locator('dd');
  [code, secret] = [await said.nth(0).innerText(), await said.nth(1).innerText()];
  if (!/^[\w.]+-\d{6}-\d+$/.test(code) || !secret) throw new Error(`code ${code}, secret ${secret}`);
});

// One act of staff: found by its code, done in the panel of the step; then what the public sees.
async function act(page, number, kind) {
  await page.goto(`/work/search?q=${number}`);
  await page.getByRole('main').locator('td.what a').first().click();
  const panel = page.getByRole('region', { name: /^Bước của bạn/ });
  await panel.getByRole('radio', { name: new RegExp(`^${kind}`) }).check();
  return panel;
}
const says = async (page, words) => page.getByRole('main').getByText(words, { exact: true }).first().waitFor();

const clerk = await person(browser, base, people.clerk);
const officer = await person(browser, base, people.officer);
const leader = await person(browser, base, people.leader);
const monday = 'thứ Hai 23/11/2026, 17:30';
const acts = [
  { who: 'clerk accepts it', page: clerk, kind: 'Tiếp nhận', then: 'Đã tiếp nhận', words: ['Đã nhận đủ hồ sơ', monday, 'Nghị định 118/2025/NĐ-CP'] },
  { who: 'officer examines and submits it', page: officer, kind: 'Đạt, trình lãnh đạo ký', then: 'Chờ ký', words: ['Đang chờ lãnh đạo ký', monday] },
  { who: 'leader signs it', page: leader, kind: 'Ký duyệt', then: 'Đã ký, chờ phát hành', words: ['Đã ký, đang phát hành kết quả', monday] },
  { who: 'clerk issues it with its result', page: clerk, kind: 'Phát hành kết quả', file: true, then: 'Có kết quả', words: ['Đã có kết quả'] },
  { who: 'clerk returns it', page: clerk, kind: 'Tại quầy', then: 'Đã trả', words: ['Bạn đã nhận kết quả'] },
];

async function walk(number, todo, pages, secret) {
  for (const a of todo) {
    const page = pages.get(a.page) || a.page;
    const done = await step(`the ${a.who}`, page, async () => {
      const panel = await act(page, number, a.kind);
      if (a.file) await panel.locator('input[type=file]').setInputFiles(result);
      await panel.locator('button.primary').click();
      await says(page, a.then);
    });
    if (!done) return;
    await step(`and everybody can see it: ${a.words[0]}`, stranger, () => tracked(stranger, number, secret, a.words));
  }
}

if (code) {
  await step('the public page says it is being looked at', stranger, () => tracked(stranger, code, secret, ['Chúng tôi đang kiểm tra hồ sơ', 'Cẩm Thành']));
  await step('without the secret it names nobody', stranger, async () => {
    await stranger.goto(`/t/${code}`);
    const text = await stranger.getByRole('main').innerText();
    if (!text.includes(code) || /khai sinh|Cẩm Thành/.test(text)) throw new Error(text);
  });
  await walk(code, acts, new Map(), secret);
  await step('the citizen downloads the result', citizen, async () => {
    await citizen.goto('/my');
    await citizen.getByRole('row').filter({ hasText: code }).getByRole('link').first().click();
    const [file] = await Promise.all([citizen.waitForEvent('download'), citizen.getByRole('link', { name: result.name }).click()]);
    if (file.suggestedFilename() !== result.name) throw new Error(file.suggestedFilename());
  });
}

// ---- without script, at the counter ----
const bare = { javaScriptEnabled: false };
const counter = await person(browser, base, people.clerk, bare);
const mute = new Map([[clerk, counter], [officer, await person(browser, base, people.officer, bare)], [leader, await person(browser, base, people.leader, bare)]]);
let number;
let printed;
await step('without script the clerk looks for person and procedure', counter, async () => {
  await counter.goto('/counter');
  await counter.getByLabel('Số định danh, điện thoại hoặc tên').fill('Đinh Thị Ngọc Minh');
  await counter.getByLabel('Thủ tục', { exact: true }).fill('khai sinh');
  await counter.getByRole('button', { name: 'Tìm', exact: true }).first().click();
  await counter.getByRole('button', { name: /1\.001193/ }).click();
  await counter.getByLabel('Số định danh cá nhân').first().fill('');
  await counter.getByLabel('Điện thoại nhận tin').first().fill('0912 345 678');
  await counter.getByLabel('Nơi cư trú').first().fill('Tổ 5, phường Cẩm Thành');
  await counter.getByRole('button', { name: /^Đủ giấy bắt buộc/ }).click();
  const text = await counter.getByRole('main').innerText();
  if (!text.includes(monday)) throw new Error('no promise');
});
await step('takes it in and has a receipt', counter, async () => {
  await counter.getByRole('button', { name: /^Tiếp nhận/ }).click();
  await counter.waitForURL(/\/counter\/done\//);
  number = await counter.getByRole('heading', { level: 1 }).innerText();
  const slip = await counter.request.get(await counter.locator('a[href$="receipt.pdf"]').first().getAttribute('href'));
  const read = spawnSync('pdftotext', ['-layout', '-', '-'], { input: await slip.body(), encoding: 'utf8' }).stdout;
  printed = /\b\w{4}-\w{4}-\w{5}\b/.exec(read)?.[0];
  if (!read.includes(number) || !printed) throw new Error(`the receipt says: ${read}`);
});
if (printed) {
  await step('the code and secret on paper open the public page', stranger, () => tracked(stranger, number, printed, acts[0].words));
  await walk(number, acts.slice(1), mute, printed);
}
ok(complaints.length === 0, 'the browser complains of nothing', complaints.join('\n'));
await end();
