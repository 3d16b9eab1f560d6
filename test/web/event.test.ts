/** The event display in a browser: events of each kind and a sealed one, as the server tells them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suite, test } from 'uvu';
import * as assert from 'uvu/assert';
import { displayOf, type Kind, KINDS, nextOf } from '../../src/run/display/index.js';
import type { Display } from '../../src/run/display/shape.js';
import { readPrimitives } from '../../src/run/recorded.js';
import type { OpenRun } from '../../src/run/replay.js';
import {
  freshFolder,
  hasBrowser,
  launch,
  open,
  type Opened,
  remove,
  type Served,
  serve,
  tooWide,
  until,
  violations,
} from '../support/browser.js';
import { madeRun } from '../support/madeRun.js';
import { MANY_SEALED } from '../support/sealed.js';

const isThere = hasBrowser('the event display');
test.run();

/** Few electrons so close to each other that some pile up. */
const SETTINGS = [
  ...MANY_SEALED.filter((setting) => !/^beam\.|random/.test(setting)),
  ...['beam.intensity=10000', 'beam.spill=40 ms', 'trigger.menu.random.rate=100 Hz'],
  'nature.dimuon.rate=5e-3',
  'faults.lost={kind: lostFragment, spills: [2], rate: 0.05}',
];

/** The first event that is so, among the first of spill 1. */
function firstThat(run: OpenRun, what: string, isSo: (display: Display) => boolean): Display {
  for (const { event } of readPrimitives(run, 1)) {
    const display = displayOf(run, 1, event);
    if (isSo(display)) return display;
  }
  throw new Error(`no event is ${what}`);
}

const isPiledUp = ({ sealed, waveforms }: Display) =>
  !sealed && (waveforms ?? []).some(({ fitted }) => fitted.length > 1);

/** Words without the spaces that set digits apart. */
const plain = (words: string) => words.replace(/\u202f/g, '');

if (isThere) {
  const on = suite('event display');
  const folder = freshFolder();
  let run: OpenRun;
  let server: Served;
  let browser: Browser;
  let opened: Opened;
  let page: Page;
  let sealed: Display;

  on.before(async () => {
    run = await madeRun(path.join(folder, 'run'), SETTINGS, { spills: 2, fidelity: 'waveform' });
    sealed = firstThat(run, 'sealed', (display) => display.sealed);
    server = await serve(folder, ['run', '--hold', '--workers', '1']);
    browser = await launch();
    opened = await open(browser, `${server.url}/#/event/1/1/1`);
    ({ page } = opened);
  });
  on.after(async () => {
    await browser?.close();
    await server?.stop();
    remove(folder);
  });

  const go = async ({ spill, event }: Pick<Display, 'spill' | 'event'>, on: Page = page) => {
    await on.goto(`${server.url}/#/event/1/${spill}/${event}`);
    await on.locator('h1', { hasText: `Spill ${spill}, event` }).waitFor();
    const shown = await on.locator('h1').innerText();
    assert.is(plain(shown), `Spill ${spill}, event ${event}`);
  };
  const textOf = async (area: string) => plain(await page.locator(`.panel.${area}`).innerText());
  const told = async ({ spill, event }: Pick<Display, 'spill' | 'event'>) =>
    (await server.get(`/api/event?run=1&spill=${spill}&event=${event}`)) as Display;

  on('the next of each kind is the one that the analysis finds', async () => {
    const found: Kind[] = [];
    for (const kind of KINDS) {
      await go({ spill: 1, event: 1 });
      const next = nextOf(run, kind, { spill: 1, event: 1 });
      await page.locator(`button[data-kind="${kind}"]`).click();
      if (next === null) {
        const said = page.locator('main > .said');
        await until('that there is none', async () => /^no later/.test(await said.innerText()));
        continue;
      }
      found.push(kind);
      const { spill, event } = next;
      await until(kind, async () => page.url().endsWith(`#/event/1/${spill}/${event}`));
      await page.locator('.event-identity').waitFor();
      const badges = await page.locator('.badges').innerText();
      if (kind === 'fault') assert.match(badges, 'not built: a fragment is missing');
      else assert.ok(badges.split('\n').includes(`region ${kind}`), badges);
    }
    for (const kind of ['I', 'II', 'fault']) assert.ok(found.includes(kind as Kind), kind);
    opened.wrong.splice(0, opened.wrong.length, ...opened.wrong.filter((w) => !/ 404 /.test(w)));
    assert.equal(opened.wrong, []);
  });

  on('terms, sums and triggers stand there with the integers of the decision', async () => {
    const next = nextOf(run, 'I', { spill: 1, event: 0 });
    if (next === null) throw new Error('no event in region I');
    await go(next);
    const { trigger } = await told(next);
    const shown = await textOf('trigger');
    assert.ok(trigger !== null && trigger.terms.length >= 3);
    assert.match(shown, trigger.answer);
    for (const { name, isTrue, why } of trigger.terms) {
      assert.match(shown, `${name}\t${isTrue ? 'true' : 'false'}\t${why}`);
      if (name === 'ecal') assert.match(why, /ecal \d+ .*< 1600 counts/);
    }
    for (const [name, { own, total }] of Object.entries(trigger.sums ?? {})) {
      assert.match(shown, `${name}\t${total}\t${own}\t`);
    }
    for (const { name, condition, prescale, n, accumulator } of trigger.triggers) {
      if (condition !== null) assert.match(shown, new RegExp(`${name}\\t[^\\t]*\\t`));
      const { keep, of, phase } = prescale;
      const [row] = shown
        .split('\n')
        .filter((line) => line.startsWith(`${name}\t`))
        .slice(-1);
      const state = n === null ? '' : `, time ${n}, accumulator then ${accumulator}`;
      const words = of === 1 ? 'none' : `${keep} of ${of} from ${phase}${state}`;
      assert.ok(row.endsWith(`\t${words}`), `${row}: ${words}`);
    }
    const known = trigger.triggers.filter(({ prescale, n }) => prescale.of > 1 && n !== null);
    assert.ok(known.length > 0, 'one is prescaled, and its state is known');
  });

  on('any channel has its samples, its fit and what piles up', async () => {
    const display = firstThat(run, 'piled up', isPiledUp);
    await go(display);
    const [one] = (display.waveforms ?? []).filter(({ fitted }) => fitted.length > 1);
    const panel = page.locator('.panel.waveform');
    await panel.locator('select').selectOption(`${one.frontEnd} ${one.channel}`);
    assert.is(await panel.locator('circle.sample').count(), one.samples.length);
    assert.is(await panel.locator('path.fit').count(), 1);
    const rows = panel.locator('tbody tr');
    assert.is(await rows.count(), one.fitted.length);
    for (const [i, { time }] of one.fitted.entries()) {
      const words = (await rows.nth(i).innerText()).replace('−', '-');
      assert.match(words, `${i + 1}\t${time.toFixed(1)}\t`);
    }
    const channels = display.modules.reduce((n, { cells }) => n + cells.length, 0);
    assert.is(await panel.locator('option').count(), channels);
  });

  on('cells are reached by keys, and choose the channel', async () => {
    const cells = page.locator('.map.large').first().locator('button');
    await cells.first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    // Rows go down from y = 2: column 1, row 1 of HCAL1.
    assert.is(await page.locator('.panel.waveform select').inputValue(), 'hcal 4');
    assert.is(
      await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'),
      'solid',
    );
  });

  on('a sealed event has its channels and the word, and nothing derived', async () => {
    const display = sealed;
    await go(display);
    assert.is((await page.locator('.badges').innerText()).includes('sealed'), true);
    assert.match(await page.locator('.sealed-words').innerText(), /^Sealed\. /);
    const channels = display.modules.reduce((n, { cells }) => n + cells.length, 0);
    assert.is(await page.locator('.cell').count(), channels);
    assert.is(await page.locator('.event-values').count(), 0);
    assert.is(await page.locator('.badges [data-kind="region"]').count(), 0);
    assert.is(await page.locator('.panel :is(.track, .cluster, .tube, .verdict)').count(), 0);
    assert.match(await textOf('trigger'), 'not shown of a sealed event');
    assert.match(await textOf('selection'), 'No cut and no region is shown of a sealed event');
    assert.match(await textOf('setup'), 'The tracker is not shown');
    const all = await page.locator('main').innerText();
    assert.not.match(
      all,
      /E_?ECAL|E_?HCAL|momentum|mrad|chi2|shower shape|hottest of|counts in|passes/,
    );
  });

  on('goes out as JSON for Phoenix, as the server makes it', async () => {
    await go({ spill: 1, event: 2 });
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export Phoenix JSON' }).click();
    const download = await waiting;
    assert.match(download.suggestedFilename(), /phoenix\.json$/);
    const file = JSON.parse(fs.readFileSync(await download.path(), 'utf8'));
    assert.equal(file, await server.get('/api/event/phoenix?run=1&spill=1&event=2'));
    assert.ok(Object.keys(file).length > 0);
  });

  on('calorimeters stand there in 3D, and without WebGL as a projection', async () => {
    await page.locator('.panel.solids').scrollIntoViewIfNeeded();
    await page.locator('.panel.solids canvas').waitFor();
    assert.is(await page.locator('.panel.solids svg').count(), 0);
    const plainBrowser = await launch('--disable-gpu', '--disable-3d-apis');
    try {
      const other = await open(plainBrowser, server.url);
      await go({ spill: 1, event: 2 }, other.page);
      const solids = other.page.locator('.panel.solids');
      await solids.scrollIntoViewIfNeeded();
      await until('that there is none', async () =>
        (await solids.innerText()).includes('this browser has no WebGL'),
      );
      assert.is(await solids.locator('canvas').count(), 0);
      assert.ok((await solids.locator('svg .outline').count()) >= 6);
      assert.ok((await solids.locator('svg .solid').count()) >= 1);
      // What is seen lies within the picture.
      const outside = await other.page.evaluate(`(() => {
        const frame = document.querySelector('.solids svg').getBoundingClientRect();
        return [...document.querySelectorAll('.solids .outline')].filter((e) => {
          const { left, right, top, bottom } = e.getBoundingClientRect();
          return left < frame.left || right > frame.right || top < frame.top || bottom > frame.bottom;
        }).length;
      })()`);
      assert.is(outside, 0);
      assert.equal(other.wrong, []);
    } finally {
      await plainBrowser.close();
    }
  });

  on('axe finds nothing, light, dark and on a phone, which nothing is too wide for', async () => {
    assert.equal(await violations(page), []);
    await go(sealed);
    assert.equal(await violations(page), []);
    for (const look of [{ dark: true }, { phone: true }]) {
      const other = await open(browser, server.url, look);
      await go({ spill: 1, event: 2 }, other.page);
      await other.page.locator('.panel.waveform circle').first().waitFor();
      assert.equal(await violations(other.page), [], JSON.stringify(look));
      if (look.phone) assert.is(await tooWide(other.page), 0);
      assert.equal(other.wrong, []);
      await other.page.context().close();
    }
    assert.equal(opened.wrong, []);
  });

  on.run();
}
