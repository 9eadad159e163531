// test_counter_keys.mjs - a common dossier at the counter with its form, by the keyboard alone: how many
// keys beside the data itself, how many round trips. The limits are those of the counter mode.
import { complaints, demo, end, ok, open, people, person, step, violations } from './lib.mjs';

process.env.MOTCUA_NOW ||= '2026-11-23T08:15:00+07:00';
const KEYS = 120;
const TRIPS = 3;

const base = await demo('--dossiers', '40', '--seed', '3');
const browser = await open();
const clerk = await person(browser, base, people.clerk, { viewport: { width: 1280, height: 800 } });

let keys = 0;
let trips = 0;
clerk.on('request', (r) => { if (r.isNavigationRequest() && r.method() === 'POST') trips += 1; });
const key = async (name) => { keys += 1; await clerk.keyboard.press(name); };
const data = (text) => clerk.keyboard.type(text); // the data itself is not counted
const sent = async (name) => Promise.all([clerk.waitForNavigation(), key(name)]);
const here = () => clerk.evaluate(() => {
  const x = document.activeElement;
  return { name: x.name || '', value: x.type === 'checkbox' ? x.checked : x.value || '', kind: x.tagName + (x.type || '') };
});

// What the applicant says, by the name of the input; what the register knows is not typed.
const said = {
  'a_requester.address': 'Tổ 5, phường Cẩm Thành',
  'a_subject.number': '051192000022',
  'a_subject.birth': '20/05/1992',
  'a_subject.ethnicity': 'Kinh',
  'a_subject.nationality': 'Việt Nam',
  'a_subject.address': 'Tổ 5, phường Cẩm Thành',
  'a_copies.number': '1',
};
const chosen = { 'a_status.now': 1, 'a_purpose.kind': 3 }; // arrows down

await step('person and procedure in one look', clerk, async () => {
  await clerk.goto('/counter');
  if ((await here()).name !== 'who') throw new Error(`the focus is at ${(await here()).name}`);
  await data('Phạm Thị Thanh Dung');
  for (let n = 0; (await here()).name !== 'find'; n += 1) {
    if (n > 8) throw new Error(`Tab does not lead to the procedure but to ${(await here()).name}`);
    await key('Tab');
  }
  await data('1.004873');
  await sent('Enter');
  await clerk.getByText('Tờ khai cấp Giấy xác nhận tình trạng hôn nhân').first().waitFor();
});
await step('the form is one screen of controls, filled in by Tab', clerk, async () => {
  await key('Tab'); // from "all papers" to the form, which opens
  await key('Enter');
  await key('Tab');
  let at = await here();
  if (!at.name.startsWith('a_')) throw new Error(`Tab leads to ${at.name}`);
  for (let n = 0; at.name.startsWith('a_') && n < 60; n += 1) {
    if (chosen[at.name]) {
      for (let k = 0; k < chosen[at.name]; k += 1) await key('ArrowDown');
    } else if (at.kind.endsWith('checkbox')) await key('Space');
    else if (said[at.name] && !at.value) await data(said[at.name]);
    await key('Tab');
    at = await here();
  }
});
await step('papers ticked, taken in', clerk, async () => {
  await sent('Enter'); // the button after the form's last control
  const wrong = await violations(clerk);
  if (wrong.length) throw new Error(wrong.join('\n'));
  await sent('Enter');
  await clerk.waitForURL(/\/counter\/done\//);
});
await step('the answers stand with the dossier', clerk, async () => {
  const pub = new URL(clerk.url()).pathname.split('/').pop();
  await clerk.goto(`/work/dossiers/${pub}/papers`);
  const text = await clerk.getByRole('main').innerText();
  for (const w of ['Chưa từng đăng ký kết hôn', 'Vay vốn', 'Kinh']) if (!text.includes(w)) throw new Error(`lacks ${w}\n${text}`);
});
console.log(`# ${keys} keys beside the data, ${trips} round trips`);
ok(keys <= KEYS, `at most ${KEYS} keys beside the data: ${keys}`);
ok(trips <= TRIPS, `at most ${TRIPS} round trips: ${trips}`);
ok(complaints.length === 0, 'the browser complains of nothing', complaints.join('\n'));
await end();
