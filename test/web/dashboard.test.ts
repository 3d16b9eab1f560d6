/** The dashboard in a browser: a live emulation, clicked and typed through; what stands on the page is what the server says. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { suite, test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Live } from '../../src/run/live/shape.js';
import {
  freshFolder,
  hasBrowser,
  launch,
  type Look,
  open,
  type Opened,
  remove,
  type Served,
  serve,
  tooWide,
  until,
  violations,
} from '../support/browser.js';
import { MANY_SEALED } from '../support/sealed.js';

const isThere = hasBrowser('the dashboard');
test.run();

/** Spills of the full length, which are seen to come, of few electrons; two of them spoilt. */
const SETTINGS = [
  ...MANY_SEALED.filter((setting) => !/^beam\.(spill|intensity)|random/.test(setting)),
  'beam.intensity=10000',
  'faults.lost={kind: lostFragment, spills: [2, 3], rate: 0.05}',
].flatMap((setting) => ['--set', setting]);

const args = (out: string, ...more: string[]) => [
  ...['run3-2018', '--seed', 'browser', '--speed', '20', '--spills', '300', '--workers', '1'],
  ...[...SETTINGS, '--out', out, ...more],
];

const TOKEN = 'sesame-open-sesame';

/** Every number of the page, by its path in what the server says. */
const numbersOn = (page: Page): Promise<[string, string | null, string][]> =>
  page.evaluate(`[...document.querySelectorAll('[data-value]')].map((e) =>
    [e.dataset.value, e.dataset.number ?? null, e.textContent])`);

const at = (live: Live, where: string): unknown =>
  where
    .split('.')
    .reduce<unknown>((of, key) => (of as Record<string, unknown> | null)?.[key] ?? null, live);

if (isThere) {
  const on = suite('dashboard');
  const folder = freshFolder();
  let server: Served;
  let browser: Browser;
  let opened: Opened;
  let page: Page;

  on.before(async () => {
    browser = await launch();
    server = await serve(folder, args('first', '--hold'), { token: TOKEN });
    opened = await open(browser, `${server.url}/#token=${TOKEN}`);
    ({ page } = opened);
  });
  on.after(async () => {
    await browser?.close();
    await server?.stop();
    remove(folder);
  });

  const button = (name: string) => page.getByRole('button', { name, exact: false });
  const state = async () => (await server.live()).control.state;
  /** Of the length of a slider. @returns where its handle is then */
  const drag = async (slider: Locator, from: number, to: number) => {
    const box = await slider.boundingBox();
    if (box === null) throw new Error('the slider is not to be seen');
    const { x, y, width, height } = box;
    // The handle goes from edge to edge with its own width.
    const at = (place: number) => x + height / 2 + place * (width - height);
    await page.mouse.move(at(from), y + height / 2);
    await page.mouse.down();
    await page.mouse.move(at((from + to) / 2), y + height / 2);
    await page.mouse.move(at(to), y + height / 2);
    await page.mouse.up();
    return Number(await slider.inputValue()) / 400;
  };
  const isOver = async (name: string) => {
    await until(`the run is ${name}`, async () => (await state()) === name);
    await until(`the page says ${name}`, async () =>
      (await page.locator('.standing .state').innerText()).includes(name),
    );
  };

  on('loads with nothing from elsewhere, no error and no violation of its policy', async () => {
    await until('the name of the run', async () => {
      return (await page.locator('h1').innerText()) === 'run III (2018)';
    });
    assert.is(await page.title(), 'Dashboard - Spillway');
    assert.ok(await button('Start').isEnabled());
    assert.ok(await button('Pause').isDisabled());
    assert.match(await page.locator('.totals').innerText(), /live fraction\s+–/);
    assert.equal(opened.wrong, []);
  });

  on('the token is taken out of the address; without one there is no command', async () => {
    assert.is(page.url(), `${server.url}/`);
    const other = await open(browser, server.url);
    const start = other.page.getByRole('button', { name: 'Start' });
    await until('it may be asked for', () => start.isEnabled());
    await start.click();
    const said = other.page.locator('.commands-said, .said', { hasText: 'Authorization' });
    await until('the refusal', async () => (await said.count()) === 1);
    assert.match(await said.innerText(), /in a browser open the address that it printed/);
    assert.is(await state(), 'configured');
    // As of an address that is put into the page that is open.
    await other.page.evaluate(`location.hash = 'token=${TOKEN}'`);
    await until('it is taken', () => other.page.url() === `${server.url}/`);
    assert.is(await other.page.evaluate(`sessionStorage.getItem('spillway.token')`), TOKEN);
    await other.page.context().close();
  });

  on('starts and pauses by mouse; its numbers are those of the server', async () => {
    await button('Start').click();
    await until('spill 5', async () => (await server.live()).totals.spills >= 5);
    await button('Pause').click();
    await isOver('paused');
    const live = await server.live();
    await until('the last spill', async () =>
      (await page.locator('[data-value="totals.spills"]').innerText()).startsWith(
        `${live.totals.spills}`,
      ),
    );
    const numbers = await numbersOn(page);
    assert.ok(numbers.length > 40, `${numbers.length} numbers`);
    for (const [where, number, words] of numbers) {
      const value = at(live, where);
      assert.is(number === null ? null : Number(number), value, where);
      // Whole numbers stand there in full, but for the large ones.
      if (Number.isInteger(value) && (value as number) < 1e5 && where !== 'totals.liveFraction') {
        assert.is(Number(words.replace(/\u202f/g, '').replace(/^[−+]/, '')), value, where);
      }
    }
    assert.equal(opened.wrong, []);
  });

  on('goes on by mouse with the same run', async () => {
    const { spills } = (await server.live()).totals;
    await button('Resume').click();
    await until('a further spill', async () => (await server.live()).totals.spills > spills);
    await button('Pause').click();
    await isOver('paused');
    assert.is((await server.live()).run.number, 1);
  });

  on('the sealed region is drawn, and empty', async () => {
    const { run, totals } = await server.live();
    const { seal } = run.analysis;
    assert.ok(totals.recordedPhysics.sealed >= 3, 'enough sealed events');
    for (const name of ['plane-loose', 'plane-selected']) {
      const histogram = totals.histograms.find((h) => h.name === name);
      const [ecal, hcal] = histogram?.axes ?? [];
      const upper = ({ low, high, bins }: typeof ecal, i: number) =>
        low + ((high - low) * (i + 1)) / bins;
      const within = histogram?.bins.filter(
        (bin) =>
          upper(ecal, bin % ecal.bins) <= seal.ecal &&
          upper(hcal, Math.floor(bin / ecal.bins)) <= seal.hcal,
      );
      assert.equal(within, [], name);
    }
    const plane = page.locator('.panel.plane');
    assert.is(await plane.locator('.seal-blank').count(), 2);
    assert.is(await plane.locator('.box-edge').count(), 3, 'in both panels and the legend');
    // What is blank lies over the bins.
    const order = await page.evaluate(`[...document.querySelectorAll('.plane g[clip-path]')].map(
      (g) => [...g.children].map((c) => c.getAttribute('class') ?? c.tagName)
        .filter((c) => /shades|^g$|seal-blank/.test(c)).join(' '))`);
    assert.equal(
      (order as string[]).every((o) => /^(shades|g) seal-blank$/.test(o)),
      true,
      `${order}`,
    );
    assert.match(await plane.locator('.words').innerText(), /sealed: \d+ events, not looked at/);
  });

  on('the box is not opened from here, and the way is told', async () => {
    await button('Open the box').click();
    const said = page.locator('.box-control [role="status"]');
    await until('an answer', async () => (await said.innerText()) !== '');
    assert.match(await said.innerText(), /^Refused: .*spillway unblind RUN --reason TEXT/);
    assert.is((await server.live()).run.sealed, true);
    // The browser itself notes that the answer was 403.
    assert.match(opened.wrong.splice(0).join(), /^Failed to load resource: .* 403 /);
  });

  on('alarms are listed, with a way to the events that they name', async () => {
    const { alarms, totals } = await server.live();
    assert.ok(alarms.length >= 1);
    const items = page.locator('.alarms li');
    const texts = await items.allInnerTexts();
    for (const { spill, alarms: own } of alarms) {
      for (const { monitor, what } of own) {
        assert.ok(
          texts.some((text) => text.includes(`spill ${spill}, ${monitor}: ${what}`)),
          what,
        );
      }
    }
    assert.ok(Object.keys(totals.alarms).includes('fragments'));
    const link = await page.locator('.alarms li a').last().getAttribute('href');
    assert.match(link ?? '', /^#\/event\/1\/[23]\/\d+$/);
  });

  on('a change waits for the next spill, begins a run and says why', async () => {
    const slider = page
      .getByRole('slider', { name: 'E ECAL below' })
      .or(page.getByRole('slider', { name: 'EECAL below' }));
    const { from, to } = (await server.live()).knobs[1];
    // By mouse: from where the handle is to a place.
    const dragged = await drag(slider, Number(await slider.inputValue()) / 400, 0.7);
    await until('the change', async () => (await server.live()).knobs[1].next !== null);
    const first = (await server.live()).knobs[1].next ?? 0;
    assert.ok(Math.abs((first - from) / (to - from) - dragged) < 0.02, `${first} GeV`);
    // By key, a step each.
    await slider.focus();
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowLeft');
    await until('the next change', async () => (await server.live()).knobs[1].next !== first);
    const { next } = (await server.live()).knobs[1];
    const steps = (400 * (first - (next ?? 0))) / (to - from);
    assert.ok(next !== null && Math.abs(steps - 10) < 1, `${first} to ${next} GeV`);
    await until('it is shown', async () =>
      (await page.locator('#knob-threshold-next').innerText()).includes(`${next} waits`),
    );
    assert.is(await slider.getAttribute('aria-valuetext'), `${next} GeV`);
    assert.is((await server.live()).run.number, 1, 'paused: it waits');
    await button('Resume').click();
    await until('run 2', async () => (await server.live()).run.number === 2);
    await until('its first spill', async () => (await server.live()).totals.spills >= 1);
    assert.is((await server.live()).run.analysis.threshold, next);
    const field = page.getByRole('spinbutton', { name: 'intensity' });
    await field.fill('50000');
    await field.press('Tab');
    await until('run 3', async () => (await server.live()).run.number === 3);
    await until('its first spill', async () => (await server.live()).totals.spills >= 1);
    const { runs, spill, history } = await server.live();
    assert.ok(
      (spill?.spill ?? 0) >= 1 && history[0].electrons > 30_000 && history[0].electrons < 70_000,
    );
    const reasons = [`trigger.ecal.threshold=${next} GeV`, 'beam.intensity=50000'];
    assert.equal(
      runs.map(({ reason }) => reason),
      reasons.map((changed) => `${changed}, from the screen`),
    );
    await until('both are told on the page', async () => {
      const told = await page.locator('.identity').innerText();
      return reasons.every((reason) => told.includes(reason));
    });
    reasons.forEach((changed, i) => {
      const log = fs.readFileSync(path.join(folder, `first/00${i + 2}/log.ndjson`), 'utf8');
      const [begun] = log.split('\n').map((line) => JSON.parse(line || '{}'));
      assert.equal(begun.follows, { run: `00${i + 1}`, changed });
    });
  });

  on('is controlled by keys alone, the focus seen', async () => {
    await page.locator('.skip').focus();
    await page.keyboard.press('Tab');
    const order: string[] = [];
    for (let i = 0; i < 12; i++) {
      const { name, outline } = (await page.evaluate(`(() => {
        const e = document.activeElement;
        const name = e.getAttribute('aria-label') ?? e.id;
        return { name: name || (e.querySelector('span') ?? e).textContent,
          outline: getComputedStyle(e).outlineStyle };
      })()`)) as { name: string; outline: string };
      order.push(name);
      assert.is(outline, name === '' ? outline : 'solid', name);
      await page.keyboard.press('Tab');
    }
    const wanted = ['Pause', 'Stop', 'knob-intensity', 'knob-threshold'];
    assert.equal(
      order.filter((name) => wanted.includes(name)),
      wanted,
      `${order}`,
    );
    await button('Pause').focus();
    await page.keyboard.press('Enter');
    await isOver('paused');
    await page.locator('#knob-threshold').focus();
    await page.keyboard.press('s');
    await until('it goes on', async () => (await state()) !== 'paused');
    // A key does what its button does, as soon as the page knows that it may.
    await until('the page says so', () => button('Pause').isEnabled());
    await page.keyboard.press('p');
    await isOver('paused');
    await page.keyboard.press('s');
    await page.keyboard.press('Shift+S');
    await isOver('stopped');
    assert.ok(await button('Start').isEnabled());
  });

  on('axe finds nothing, light, dark and on a phone, which nothing is too wide for', async () => {
    assert.equal(await violations(page), []);
    for (const look of [{ dark: true }, { phone: true }] as readonly Look[]) {
      const other = await open(browser, server.url, look);
      await until('it is drawn', async () => (await other.page.locator('.picture').count()) >= 8);
      await until('its numbers', async () => (await numbersOn(other.page)).length > 40);
      assert.equal(await violations(other.page), [], JSON.stringify(look));
      if (look.phone) assert.is(await tooWide(other.page), 0);
      const theme = await other.page.locator('html').getAttribute('data-theme');
      assert.is(theme, look.dark ? 'dark' : 'light');
      assert.equal(other.wrong, []);
      await other.page.context().close();
    }
  });

  on(
    'connects again to a server that went and came back, and is still for those who want it',
    async () => {
      const still = await open(browser, server.url, { still: true });
      const { port } = server;
      await server.stop();
      const lost = page.locator('.standing', { hasText: 'connection lost' });
      await until('the loss is told', async () => (await lost.count()) === 1);
      // A spill that is seen to come is named so.
      const watch = `window.seen = new Set(); new MutationObserver(() => {
      for (const p of document.querySelectorAll('.spill .plot > p')) seen.add(p.textContent);
    }).observe(document.querySelector('.spill'), { subtree: true, childList: true, characterData: true })`;
      for (const each of [page, still.page]) await each.evaluate(watch);
      server = await serve(folder, args('second'), { port, token: TOKEN });
      await until('it is connected', async () => (await lost.count()) === 0);
      await until('spill 3', async () => (await server.live()).totals.spills >= 3);
      await page.keyboard.press('Shift+S');
      await isOver('stopped');
      const { totals } = await server.live();
      for (const each of [page, still.page]) {
        await until('the new run', async () => {
          const spills = each.locator('[data-value="totals.spills"]');
          return (await spills.getAttribute('data-number')) === `${totals.spills}`;
        });
      }
      const seen = (each: Page) => each.evaluate(`[...seen].some((s) => s.startsWith('its last'))`);
      await page.bringToFront();
      assert.equal([await seen(page), await seen(still.page)], [true, false]);
      const other = opened.wrong.filter((each) => !/ERR_(CONNECTION|INCOMPLETE)/.test(each));
      assert.equal(other, []);
    },
  );

  on.run();
}
