// test_petitioner.mjs - somebody sends a petition about a rule, follows it by its address, answers a
// question and reads the answer: a visitor with script; as far as the question a citizen without; staff between.
import { complaints, demo, end, ok, open, people, person, send, step, tooWide, violations } from './lib.mjs';

process.env.MOTCUA_NOW ||= '2026-11-23T08:15:00+07:00';

const base = await demo('--dossiers', '10', '--seed', '3');
const browser = await open();

// axe is a script.
async function look(page, scripted) {
  const found = scripted ? await violations(page) : [];
  const wide = await tooWide(page);
  if (found.length || wide > 0) throw new Error(`${found.join('\n')} ${wide} px too wide`);
}
const says = (page, words) => page.getByRole('main').getByText(words).first().waitFor();

// One act of staff on the petition of that title: chosen among the tabs, filled in, done.
async function act(page, title, kind, fill) {
  await page.goto('/work/petitions');
  await page.getByRole('main').getByRole('link', { name: title }).first().click();
  const href = await page.locator(`main a[href*="act=${kind}"]`).first().getAttribute('href').catch(() => null);
  if (href) await page.goto(new URL(href, page.url()).href);
  const form = page.locator(`main form:has(input[name=action][value=${kind}])`);
  await fill(form);
  await form.locator('button.primary').click();
  await page.waitForLoadState();
  if (await page.locator('main .errors').count()) throw new Error(await page.locator('main .errors').innerText());
}

async function journey(title, how, options, who) {
  const scripted = options.javaScriptEnabled !== false;
  const from = await person(browser, base, who, options);
  const name = (what) => `${what}, ${how}`;
  let followed;
  await step(name('a complaint is told where it belongs, and what was written stays'), from, async () => {
    await from.goto('/petitions');
    await from.getByRole('main').getByRole('link', { name: 'Gửi phản ánh, kiến nghị' }).click();
    await from.locator('input[name=matter][value=complaint]').check();
    await from.locator('select[name=agency]').selectOption({ label: await from.locator('select[name=agency] option', { hasText: 'Cẩm Thành' }).first().innerText() });
    await from.locator('[name=title]').fill(title);
    await from.locator('[name=body]').fill('Thủ tục vẫn đòi bản sao sổ hộ khẩu dù đã có cơ sở dữ liệu. Đề nghị bỏ.');
    await from.locator('[name=name]').fill('Lê Thị Phản Ánh');
    await from.locator('[name=phone]').fill('0912 345 218');
    await from.locator('[name=hide_name]').press('Space');
    await send(from, 'Gửi');
    await says(from, /theo Luật Khiếu nại/);
    if (await from.locator('[name=title]').inputValue() !== title) throw new Error('what was written is gone');
    await look(from, scripted);
  });
  await step(name('sent, it is followed by an address that names nobody'), from, async () => {
    await from.locator('input[name=matter][value=rule]').check();
    await send(from, 'Gửi');
    await from.waitForURL(/\/petitions\/follow\//);
    followed = new URL(from.url()).pathname;
    await says(from, 'Chúng tôi đang phân loại');
    if (/Phản Ánh|0912/.test((await from.getByRole('main').innerText()).replace(title, ''))) throw new Error('the sender is named');
    await look(from, scripted);
  });
  await step(name('a clerk has to ask'), clerk, () => act(clerk, title, 'supplement', (form) => form.locator('[name=note]').fill('Ở phường nào?')));
  await step(name('the sender finds the question, an empty answer is refused, and answers'), from, async () => {
    await from.goto(followed);
    await says(from, 'Ở phường nào?');
    await look(from, scripted);
    await send(from, 'Gửi câu trả lời');
    await from.getByRole('alert').first().waitFor();
    await from.getByRole('main').locator('textarea').fill('Phường Cẩm Thành, tháng trước.');
    await send(from, 'Gửi câu trả lời');
    await says(from, 'Chúng tôi đang phân loại');
  });
  if (who) {
    await step(name('and finds it among the own'), from, async () => {
      await from.goto('/petitions');
      await from.getByRole('main').getByRole('link', { name: new RegExp(title) }).first().waitFor();
    });
    return;
  }
  await step(name('it is taken on, assessed, signed and published'), clerk, async () => {
    await act(clerk, title, 'accept', async (form) => { if (await form.locator('[name=note]').count()) await form.locator('[name=note]').fill('Thuộc thẩm quyền.'); });
    await act(officer, title, 'submit', async (form) => {
      for (let i = 1; i <= 6; i++) await form.locator(`[name=criterion_${i}][value=met]`).check();
      await form.locator('[name=outcome]').first().check();
      await form.locator('[name=answer]').fill('Quy định sẽ được sửa trong quý này.');
    });
    await act(leader, title, 'approve', async () => {});
    await act(clerk, title, 'publish', async (form) => {
      await form.locator('[name=public_title]').fill(title);
      await form.locator('[name=public_text]').fill('Thủ tục vẫn đòi bản sao sổ hộ khẩu.');
      await form.locator('[name=public_answer]').fill('Quy định sẽ được sửa trong quý này.');
      await form.locator('[name=checked]').check();
    });
  });
  await step(name('the sender reads the answer, everybody reads it without the name'), from, async () => {
    await from.goto(followed);
    await says(from, 'Đã trả lời');
    await says(from, 'Quy định sẽ được sửa trong quý này.');
    await look(from, scripted);
    await stranger.goto('/petitions');
    const text = await stranger.locator('article', { hasText: title }).first().innerText();
    if (!text.includes('Người gửi không nêu tên') || text.includes('Phản Ánh')) throw new Error(text);
  });
}

const stranger = await person(browser, base, null);
const [clerk, officer, leader] = [await person(browser, base, people.clerk), await person(browser, base, people.officer), await person(browser, base, people.leader)];
await journey('Bỏ bản sao sổ hộ khẩu khi khai sinh', 'with script, a visitor', {}, null);
await journey('Bỏ bản sao sổ hộ khẩu khi khai tử', 'without script, a citizen', { javaScriptEnabled: false, viewport: { width: 390, height: 800 } }, people.citizen);

ok(complaints.length === 0, 'the browsers complain of nothing', complaints.join('\n'));
await end();
