/**
 * The trigger kernel in C accepts the identical particles as `emulateSpill`, bit by bit of the menu: a second
 * compiler with the same random streams. Without a C compiler it is skipped.
 */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compileTwin } from '../../bench/native/twin.js';
import { triggerSpill } from '../../bench/kernel.js';
import { type Card, resolveCard } from '../../dist/core/card/index.js';
import { seedKey } from '../../dist/core/random/index.js';
import { emulateSpill } from '../../dist/emulate/spill.js';
import { SEED } from '../support/statistics.js';

const key = seedKey(SEED);

function card(name: string, overrides: readonly string[], menu = ''): Card {
  const mine = `from: ${name}.yaml\n${menu && `trigger:\n  from: menu/${menu}.yaml\n`}`;
  const read = (path: string) => (path === 'config/mine.yaml' ? mine : readFileSync(path, 'utf8'));
  return resolveCard('config/mine.yaml', { read, overrides }).card;
}

const SHORT = ['beam.spill=100 ms', 'beam.intensity=150000'];
const DENSE = ['beam.spill=20 ms', 'beam.intensity=120000'];

const CARDS: readonly [what: string, card: Card][] = [
  ['a spill of 1e7 electrons of run III', card('run3-2018', ['beam.intensity=1e7'])],
  ['run I', card('run1-2016', SHORT)],
  ['3.6e7 per spill', card('run3-2018', DENSE)],
  ['stress', card('stress-pileup', DENSE)],
  ['menu of 2018', card('run3-2018', SHORT, 'na64-2018')],
  ['prescale 7 of the beam', card('run3-2018', [...SHORT, 'trigger.menu.beam.prescale=7'])],
  ['no smear', card('run3-2018', [...SHORT, 'trigger.ecal.smear=0 GeV'])],
  ['long gate', card('run3-2018', [...DENSE, 'trigger.coincidence.gate=300 ns'])],
  [
    'hadrons',
    card('run3-2018', [...SHORT, 'nature.admixture.pion=0.3', 'nature.admixture.kaonPerPion=1']),
  ],
  ['no material upstream', card('run3-2018', [...SHORT, 'nature.upstreamMaterial=0'])],
];

const twin = compileTwin();
if (twin === null) console.log('no C compiler (cc, clang or gcc): the twin is not tested');

for (const [what, of] of CARDS) {
  (twin ? test : test.skip)(`the twin accepts the identical ids: ${what}`, () => {
    const { triggers, ledger } = emulateSpill(of, key, 1);
    const fired = triggers
      .filter(({ kind }) => kind === 'particle')
      .map(({ slice, index, triggers: bits }) => ({ slice, index, triggers: bits }));
    assert.ok(fired.length > 40, `${fired.length} triggers`);
    const own = twin?.run(of, { key, run: of.run.number, spill: 1 }, 1);
    const particles = Object.values(ledger.particles).reduce((a, b) => a + b, 0);
    assert.is(own?.particles, particles);
    assert.equal(own?.fired, fired);
    assert.equal(triggerSpill(of, key, 1), { particles, fired });
  });
}

test.after(() => twin?.remove());
test.run();
