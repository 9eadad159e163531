// test_people.mjs - who has the work: a leader's view of load, giving dossiers from a list without
// script, leave and a substitute who works in the other's post until it is given back; axe in both
// themes at two widths, nothing scrolls sideways.
import { complaints, demo, end, go, ok, open, people, person, step, tooWide, violations } from './lib.mjs';

const base = await demo('--dossiers', '400');
const browser = await open();

async function look(page, what) {
  const found = await violations(page);
  ok(found.length === 0, `${what}: axe finds nothing`, found.join('\n'));
  const wide = await tooWide(page);
  ok(wide <= 0, `${what}: not too wide`, wide);
}

for (const [colorScheme, width, locale] of [['light', 1280, 'vi-VN'], ['dark', 390, 'vi-VN'], ['light', 390, 'en-GB']]) {
  const leader = await person(browser, base, people.leader, { colorScheme, locale, viewport: { width, height: 800 } });
  const name = (what) => `${what}, ${colorScheme} ${width} ${locale}`;
  await leader.goto('/supervise');
  await look(leader, name('the agency by unit'));
  await leader.goto(await leader.locator('tbody a[href^="/supervise?unit="]').first().getAttribute('href'));
  await look(leader, name('a unit by officer'));
  ok(await leader.locator('svg.chart rect').count() > 0, name('the chart is drawn'));
  await leader.goto(await leader.locator('a[href*="what=open"]').first().getAttribute('href'));
  await look(leader, name('the cases behind a number'));
  for (const path of ['/work?list=unit', '/work/desk', '/account/stand-ins', '/work/assign']) {
    await leader.goto(path);
    await look(leader, name(path));
  }
  await leader.context().close();
}

for (const who of ['clerk', 'officer', 'leader', 'control']) {
  const page = await person(browser, base, people[who]);
  await page.goto('/work');
  const groups = await page.locator('nav.side').evaluate((nav) => [...nav.querySelectorAll('h2')].map((h) => [h.textContent, h.nextElementSibling.querySelectorAll('a').length]));
  ok(groups.every(([, links]) => links > 0), `${who}: no heading of the navigation is empty`, groups.join('; '));
  ok(groups[0][0] === 'Hồ sơ', `${who}: the day's work stands first`, groups.join('; '));
  await page.context().close();
}

for (const javaScriptEnabled of [true, false]) {
  const leader = await person(browser, base, people.leader, { javaScriptEnabled });
  const how = javaScriptEnabled ? 'with script' : 'without script';
  await step(`a leader gives a ticked dossier, ${how}`, leader, async () => {
    await leader.goto('/work?list=unit&step=process');
    await leader.locator('input.pick').first().check();
    await go(leader, 'Giao cho…');
    await leader.waitForURL(/\/work\/assign\?d_/);
    const given = await leader.locator('input[type=checkbox]:checked').count();
    if (given !== 1) throw new Error(`${given} are ticked`);
    for (const index of [1, 2]) { // one of the two officers has it already, perhaps
      await leader.locator('select[name=to]').selectOption({ index });
      await leader.locator('textarea[name=reason]').fill('chia đều việc');
      await go(leader, 'Giao hồ sơ');
      if (/\/work\/dossiers\//.test(leader.url())) return;
    }
    throw new Error('nobody could be given it');
  });
  await leader.context().close();
}

const away = await person(browser, base, people.officer);
const day = (n) => new Date(Date.now() + (7 * 60 + n * 24 * 60) * 60000).toISOString().slice(0, 10).split('-').map(Number);
async function date(page, name, [y, m, d]) {
  for (const [part, value] of [['day', d], ['month', m], ['year', y]]) await page.locator(`input[name=${name}_${part}]`).fill(String(value));
}
await step('an officer on leave names a substitute', away, async () => {
  await away.goto('/account/stand-ins');
  await away.locator('input[name=kind][value=leave]').check();
  await away.locator('select[name=to_account]').selectOption({ label: 'Chuyên viên 2 (phường Cẩm Thành)' });
  await date(away, 'from', day(0));
  await date(away, 'to', day(5));
  await away.locator('textarea[name=reason]').fill('nghỉ phép');
  await go(away, 'Cử làm thay');
  await away.getByText('Đang làm thay').waitFor();
});
await look(away, 'a substitute is named');

const instead = await person(browser, base, 'chuyenvien2.camthanh');
await step('the substitute works in that post and gives it back', instead, async () => {
  await instead.goto('/account/stand-ins');
  await instead.getByRole('button', { name: /^Làm thay / }).click();
  await instead.waitForURL(/\/work$/);
  await instead.getByText(/làm thay Chuyên viên 1/).first().waitFor();
  await instead.goto('/account/stand-ins');
  await instead.getByRole('link', { name: /^Trả lại việc của/ }).click();
  await instead.locator('textarea[name=reason]').fill('anh ấy đã về');
  await go(instead, 'Dừng');
  await instead.waitForURL(/stand-ins$/);
});
await step('after the end nothing is done in that post', instead, async () => {
  const answer = await instead.goto('/work');
  if (answer.status() !== 403) throw new Error(`answered ${answer.status()}`);
  await instead.getByText('Việc làm thay đã hết').first().waitFor();
});

ok(complaints.filter((s) => !/403/.test(s)).length === 0, 'the browser has nothing to complain of', complaints.join('\n'));
await end();
