// test_pages.mjs - every page that `motcua routes` lists, as a role that may see it: axe in both
// languages, light and dark, wide and narrow; nothing scrolls sideways at 320 px. A page nobody
// here may see, or that answers anything but 200, fails: none stays unseen. When you add a page,
// say in `where` who sees it, and on which page its address is found.
import { createHmac } from 'node:crypto';
import { answers, complaints, demo, end, go, motcua, ok, open, password, people, person, serverLog, tooWide, violations } from './lib.mjs';

process.env.MOTCUA_NOW ||= '2026-11-23T08:15:00+07:00';
// A receipt is a PDF; a question of a draft stands for the addresses of all of them.
const routes = JSON.parse(motcua('routes', '--json')).filter((r) => r.method === 'GET' && r.kind === 'page' && !r.path.endsWith('.pdf'));
const base = await demo('--dossiers', '200', '--seed', '3');
const browser = await open();
ok(routes.length >= 40, 'pages are listed', JSON.stringify(routes));

const pages = {};
for (const name of ['public', 'citizen', 'clerk', 'officer', 'asked', 'leader', 'control', 'admin']) {
  pages[name] = await person(browser, base, people[name] || null);
}
const { citizen, clerk, officer, leader, admin } = pages;

// ---- real values for the parameters, made on pages as people make them ----

async function draft(procedure = '1.001193') {
  await citizen.goto(`/procedures/${procedure}/file`);
  await citizen.getByRole('main').locator('form button').last().click();
  await citizen.waitForURL(/\/drafts\//);
  return new URL(citizen.url()).pathname.split('/')[2];
}
async function filed() {
  await draft();
  await answers(citizen);
  await citizen.getByRole('checkbox').check();
  await go(citizen, 'Gửi hồ sơ');
  await citizen.waitForURL(/confirmation$/);
  const said = citizen.getByRole('main').locator('dd');
  return { pub: new URL(citizen.url()).pathname.split('/')[2], code: await said.nth(0).innerText(), secret: await said.nth(1).innerText() };
}
async function act(page, pub, kind) {
  await page.goto(`/work/dossiers/${pub}`);
  await page.getByRole('main').getByRole('radio', { name: new RegExp(`^${kind}`) }).check();
  await page.getByRole('region', { name: /^Bước của bạn/ }).locator('button.primary').click();
}
const waiting = await filed();
const lacking = await filed();
await act(clerk, lacking.pub, 'Yêu cầu bổ sung');
await clerk.waitForURL(/supplement$/);
await clerk.getByRole('main').locator('form').locator('input[type=text], input:not([type]), textarea').first().fill('Bản chụp rõ cả bốn góc');
await clerk.getByRole('main').locator('form').locator('textarea').last().fill('Ảnh mờ, không đọc được số');
await clerk.getByRole('main').locator('form button').first().click();
await clerk.waitForURL(new RegExp(`${lacking.pub}$`));
const running = await filed();
await act(clerk, running.pub, 'Tiếp nhận');
const unsent = await draft();
await answers(citizen);
const cased = await draft('1.013225');

// A petition by a visitor; its address is the link they follow it by.
async function petition() {
  const visitor = pages.public;
  await visitor.goto('/petitions/new');
  await visitor.locator('input[name=matter][value=rule]').check();
  await visitor.locator('select[name=agency]').selectOption({ label: 'Ủy ban nhân dân phường Cẩm Thành' });
  await visitor.locator('input[name=title]').fill('Bỏ yêu cầu nộp bản sao hộ khẩu');
  await visitor.locator('textarea[name=body]').fill('Thủ tục xác nhận tình trạng hôn nhân vẫn đòi bản sao hộ khẩu.');
  await visitor.locator('input[name=name]').fill('Trần Thị Mẫu');
  await visitor.locator('input[name=phone]').fill('0912345678');
  await go(visitor, 'Gửi');
  await visitor.waitForURL(/\/petitions\/follow\//);
  return new URL(visitor.url()).pathname.split('/').pop();
}
const petitioned = await petition();

// A question that is sent after the sign-in has ended waits behind the sign-in page, as typed.
async function held(typed) {
  await citizen.goto(`/drafts/${cased}/note`);
  await citizen.getByRole('main').locator('textarea').fill(typed);
  await citizen.context().clearCookies();
  await citizen.getByRole('main').locator('form button.primary').click();
  await citizen.waitForURL(/\/sign-in\?back=/);
  const said = await violations(citizen);
  await citizen.getByRole('main').locator('input[autocomplete=username]').fill(people.citizen);
  await citizen.getByRole('main').locator('input[type=password]').fill(password);
  await citizen.getByRole('main').getByRole('button').first().click();
  await citizen.waitForURL(/\/held\//);
  const value = await citizen.getByRole('main').locator('textarea').inputValue();
  ok(value === typed && said.length === 0, 'what was typed when the sign-in ended is there again', `${value} ${said}`);
  return new URL(citizen.url()).pathname;
}
const kept = await held('Gửi kết quả giúp tôi trước 17 giờ');

// The administrator enrols the second factor first: RFC 6238 over the secret the page shows.
await admin.goto('/account/second-factor');
await go(admin, 'Bắt đầu');
const key = (await admin.getByRole('main').locator('code').innerText()).replace(/\s/g, '').toUpperCase();
const bits = [...key].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
const counter = Buffer.alloc(8);
counter.writeBigUInt64BE(BigInt(Math.floor(Date.parse(process.env.MOTCUA_NOW) / 30000)));
const mac = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))).update(counter).digest();
const code = String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
await admin.getByRole('main').locator('form input:not([type=hidden])').first().fill(code);
await admin.getByRole('main').locator('form button').first().click();
await admin.goto('/admin/accounts');
const account = (await admin.getByRole('main').locator('a[href^="/admin/accounts/"]:not([href$="/new"])').first().getAttribute('href')).split('/')[3];

// A file of another system's dossiers, sent and tried.
await admin.goto('/admin/arrivals/new');
await admin.getByRole('main').locator('input[type=radio]').first().check({ force: true });
await admin.locator('#f-source').fill('mc-cu');
await admin.locator('#f-file').setInputFiles({ name: 'cu.csv', mimeType: 'text/csv', buffer: Buffer.from(
  'code,procedure,receiving,status,received_at,owner_name\nCU-1,9.9,H48.101,processing,2026-11-09,Lê Minh Họa\n') });
await admin.getByRole('main').locator('form button.primary').click();
await admin.waitForURL(/\/admin\/arrivals\/01/);
const arrived = new URL(admin.url()).pathname.split('/').pop();

await clerk.goto('/work/duty');
const duty = (await clerk.getByRole('main').locator('a[href^="/work/duty/"]').first().getAttribute('href')).split('?')[0];
await pages.public.goto('/offices');
const office = await pages.public.getByRole('main').locator('a[href^="/offices/"]').first().getAttribute('href');

// Somebody stands in for the officer; paper is handed to another unit.
await officer.goto('/account/stand-ins');
const standIn = officer.getByRole('main');
await standIn.locator('input[name=kind][value=leave]').check();
await standIn.locator('select[name=to_account]').selectOption({ index: 1 });
for (const [name, value] of Object.entries({ from_day: '24', from_month: '11', from_year: '2026', to_day: '30', to_month: '11', to_year: '2026' })) {
  await standIn.locator(`input[name=${name}]`).fill(value);
}
await standIn.locator('textarea').fill('Nghỉ phép năm');
await standIn.locator('form button').last().click();
await officer.waitForLoadState();
await clerk.goto('/work/handovers');
await clerk.getByRole('main').locator('form').first().locator('button').first().click();
await clerk.waitForLoadState();
const handover = new URL(clerk.url()).pathname;

// Another agency is asked.
await officer.goto(`/work/dossiers/${running.pub}/consult`);
const question = officer.getByRole('main').locator('form').last();
await question.locator('select[name=agency]').selectOption('H48.102');
await question.locator('textarea').fill('Người này có đăng ký kết hôn tại xã không?');
await question.locator('input[name=days]').fill('2');
await question.locator('button').last().click();
await officer.waitForURL(new RegExp(`${running.pub}$`));

// A draft of a process, to be edited.
await pages.control.goto('/admin/processes/1.001193/1');
await pages.control.getByRole('main').locator('form button').first().click();
await pages.control.waitForURL(/\/admin\/processes\/1\.001193\/2/);
const process2 = '/admin/processes/1.001193/2';

// Where a page with parameters is found: on another page, as a link of its shape.
async function linked(page, from, route) {
  const shape = new RegExp(`^${route.replace(/:[a-z_]+/g, '[^/?#]+')}$`);
  await page.goto(from);
  const all = await page.locator('main a[href]').evaluateAll((list) => list.map((a) => a.getAttribute('href')));
  return all.find((href) => shape.test(href.split('?')[0]) && !href.split('?')[0].endsWith('/new') && !href.endsWith('/import'));
}
const from = (page) => ({ from: page });
await leader.goto('/supervise');
const unitView = await leader.getByRole('main').locator('a[href^="/supervise?unit="]').first().getAttribute('href');

await pages.control.goto('/admin/successions');
const ended = (await pages.control.getByRole('main').locator('a[href^="/admin/successions/"]').first().getAttribute('href')).split('/')[3];
await clerk.goto('/work/applications');
const applications = await clerk.getByRole('main').locator('th a').evaluateAll((list) => list.map((a) => a.getAttribute('href').split('/')[3]));
await admin.goto('/admin/forms');
const form = await admin.getByRole('main').locator('a[href^="/admin/forms/"]').first().getAttribute('href');

// One whose result was handed over.
await citizen.goto('/my');
const returned = await citizen.locator('main tr', { hasText: 'Đã trả' }).locator('a').first().getAttribute('href');

// Who sees a page, and with which address; the first row that matches.
const where = [
  [/^\/t\/:code$/, 'public', `/t/${running.code}?s=${running.secret}`],
  [/^\/procedures\/:code$/, 'public', '/procedures/1.001193'],
  [/^\/procedures\/:code\/file$/, 'citizen', '/procedures/1.001193/file'],
  [/^\/drafts\/:pub\/:question$/, 'citizen', `/drafts/${unsent}/paper-3`],
  [/^\/drafts\/:pub\/form\/:group$/, 'citizen', `/drafts/${unsent}/form/mother`],
  [/^\/procedures\/:code\/sample$/, 'public', '/procedures/1.001193/sample'],
  [/^\/resume$/, 'citizen'],
  [/^\/admin\/forms\/:pub$/, 'admin', form],
  [/^\/drafts\/:pub\/case$/, 'citizen', cased],
  [/^\/drafts\//, 'citizen', unsent],
  [/^\/my\/dossiers\/:pub\/supplement$/, 'citizen', lacking.pub],
  [/^\/my\/dossiers\/:pub\/mend$/, 'citizen', from(returned)],
  [/^\/(my\/)?dossiers\//, 'citizen', waiting.pub],
  [/^\/account\/stand-ins\/:pub\/end$/, 'officer', from('/account/stand-ins')],
  [/^\/account\/stand-ins$/, 'officer'],
  [/^\/(my|account|password)/, 'citizen'],
  [/^\/sign-in\/code$/, 'citizen'],
  [/^\/counter\/done\//, 'clerk', running.pub],
  [/^\/counter$/, 'clerk'],
  [/^\/work\/dossiers\/:pub\/(apology-decision|mend-decision|pause|waive)$/, 'leader', running.pub],
  [/^\/work\/dossiers\/:pub\/(apology|consult|record|papers|resume)$/, 'officer', running.pub],
  [/^\/work\/consultations\/:pub$/, 'asked', from('/work/consultations')],
  [/^\/work\/consultations$/, 'asked'],
  [/^\/work\/dossiers\//, 'clerk', waiting.pub],
  [/^\/work\/duty\/:pub\/hours$/, 'admin', `${duty}/hours`],
  [/^\/work\/duty\/:pub$/, 'clerk', duty],
  [/^\/work\/duty$/, 'clerk'],
  [/^\/work\/handovers\/:pub$/, 'clerk', handover],
  [/^\/work\/handovers/, 'clerk'],
  [/^\/work\/(assign|desk|sign|apologies)/, 'leader'],
  [/^\/work\/parts$/, 'officer'],
  [/^\/work\/mends$/, 'leader'],
  [/^\/work\/(post|book)$/, 'clerk'],
  [/^\/work\/applications\/new\/:code$/, 'clerk', '/work/applications/new/9.000001'],
  [/^\/work\/applications\/:pub\/supplement$/, 'clerk', applications[1]],
  [/^\/work\/applications/, 'clerk', applications[0]],
  [/^\/supervise\/cases$/, 'leader', from(unitView)],
  [/^\/supervise$/, 'leader', unitView],
  [/^\/work\/search$/, 'clerk', `/work/search?q=${running.code}`],
  [/^\/work$/, 'officer', '/work?list=unit&step=process'],
  [/^\/held\//, 'citizen', kept],
  [/^\/admin\/catalog\/:number\/:kind$/, 'admin', '/admin/catalog/1/unverified'],
  [/^\/admin\/catalog\/:number$/, 'admin', '/admin/catalog/1'],
  [/^\/admin\/arrivals\/:pub$/, 'admin', arrived],
  [/^\/admin\/slips\/:set\/:paper$/, 'admin', from('/admin/slips')],
  [/^\/admin\/notices\/:kind$/, 'admin', from('/admin/notices')],
  [/^\/admin\/rulesets\/:code\/(values|versions)\//, 'control', from('/admin/rulesets/nd118')],
  [/^\/admin\/rulesets\/:code$/, 'control', from('/admin/rulesets')],
  [/^\/admin\/calendar\/:pub$/, 'control', from('/admin/calendar')],
  [/^\/admin\/processes\/:code\/:no\/move$/, 'control', '/admin/processes/1.001193/1/move'],
  [/^\/admin\/processes\/:code\/:no\/steps\/:key\/:action$/, 'control', from(process2)],
  [/^\/admin\/processes\/:code\/:no\/steps\/:key$/, 'control', from(process2)],
  [/^\/admin\/processes\/:code\/:no\/guards\/:guard$/, 'control', from(process2)],
  [/^\/admin\/processes\/:code\/:no\/(facts|holds|parts)\/:[a-z]+$/, 'control', process2], // it has none: the page of a new one
  [/^\/admin\/processes\/:code\/:no\/(diff|head|picture|publish|shares|text)$/, 'control', process2],
  [/^\/admin\/processes\/:code\/:no$/, 'control', process2],
  [/^\/admin\/processes\/:code$/, 'control', '/admin/processes/1.001193'],
  [/^\/admin\/successions\/:pub/, 'control', ended],
  [/^\/admin\/(rulesets|calendar|processes|petition-times|successions)/, 'control'],
  [/^\/admin\//, 'admin', account],
  [/^\/petitions\/follow\/:pub$/, 'public', petitioned],
  [/^\/petitions/, 'public'],
  [/^\/work\/petitions\/:pub$/, 'clerk', petitioned],
  [/^\/work\/petitions/, 'clerk'],
  [/^\/offices\/:code$/, 'public', office],
  [/^\/(tracking|procedures|offices|register|reset|sign-in)?$/, 'public'],
];
const found = new Map();
for (const { path } of routes) {
  const row = where.find(([pattern]) => pattern.test(path));
  if (!row) continue;
  const page = pages[row[1]], value = row[2] || '';
  if (value.from) found.set(path, { page, url: await linked(page, value.from, path) });
  else if (value.startsWith('/')) found.set(path, { page, url: value === process2 ? path.replace(/^\/admin\/processes\/:code\/:no/, value).replace(/:[a-z]+$/, 'new') : value });
  else found.set(path, { page, url: path.replace(':pub', value) });
}

// Every rule in one look of each width; a theme changes colours only, so the other two looks ask
// about contrast. A language changes words, which have no colour: one look at each width.
const looks = {
  vi: [[1280, 'light'], [1280, 'dark', 'color-contrast'], [390, 'light', 'color-contrast'], [390, 'dark']],
  en: [[1280, 'light'], [390, 'dark']],
};
async function look(page, url, lang) {
  const bad = [];
  await page.setViewportSize({ width: 320, height: 800 });
  const answer = await page.goto(url);
  if (answer.status() !== 200) return [`status ${answer.status()}`, serverLog()];
  if (new URL(page.url()).pathname !== url.split('?')[0] && !/^\/drafts\/[^/]*$/.test(url)) return [`went to ${page.url()}`];
  const over = await tooWide(page);
  if (over > 0) bad.push(`${over} px too wide at 320`);
  for (const [width, theme, rule] of looks[lang]) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    for (const v of await violations(page, rule)) bad.push(`${theme} ${width}: ${v}`);
  }
  return bad;
}

async function speak(page, lang) {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/procedures');
  if (await page.locator('html').getAttribute('lang') === lang) return;
  await page.locator(`button[lang=${lang}]`).first().click();
  await page.locator(`html[lang=${lang}]`).waitFor();
}

for (const lang of ['vi', 'en']) {
  for (const page of Object.values(pages)) await speak(page, lang);
  // Two at a time, each with a page of its own: roles share nothing.
  const work = new Map(Object.values(pages).map((p) => [p, []]));
  for (const r of routes) {
    const at = found.get(r.path);
    if (at?.url) work.get(at.page).push({ ...at, route: r.path });
    else ok(false, `${r.path}: who sees it, and where its address is found, is not known here`);
  }
  await Promise.all([...work.values()].map(async (list) => {
    for (const at of list) {
      const bad = await look(at.page, at.url, lang).catch((e) => [e.message]);
      if (!bad.length && await at.page.locator('html').getAttribute('lang') !== lang) bad.push('another language');
      ok(bad.length === 0, `${lang} ${at.route}: axe finds nothing, light and dark, 1280 and 390; fits 320`, bad.join('\n'));
    }
  }));
}
ok(complaints.length === 0, 'the browser complains of nothing', complaints.join('\n'));
await end();
