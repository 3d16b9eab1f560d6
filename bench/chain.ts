/**
 * What a spill costs: CPU time per beam electron, by stage, and the ratio to the SPS.
 *
 *   npm run build && node --import tsx bench/chain.ts [spills]
 *
 * One thread. The machine's speed is told by a calibrator in the same process: 1e8 steps of a linear
 * congruential generator. Compare ratios to it, not seconds.
 */
import { analyseSpill } from '../dist/analyse/spill.js';
import { beliefOf } from '../dist/core/card/index.js';
import { seedKey } from '../dist/core/random/index.js';
import { emulateSpill } from '../dist/emulate/spill.js';
import { loadCard } from '../dist/run/cards.js';
import { crc32 } from '../dist/run/hash.js';
import { processSpill } from '../dist/run/spill.js';

const SPILL_SECONDS = 4.8;
const spills = Number(process.argv[2] ?? 3);

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function calibrate(): number {
  let state = 1;
  return cpuSeconds(() => {
    for (let i = 0; i < 1e8; i++) state = (Math.imul(state, 1664525) + 1013904223) | 0;
    if (state === 0) console.log('never');
  });
}

const resolved = loadCard('run3-2018', ['beam.intensity=7e6']);
if (resolved.kind !== 'card') throw new Error('run3-2018 is a card');
const { card } = resolved;
const job = {
  card,
  cardHash: '',
  seed: 'bench',
  mode: 'every',
  fidelity: 'energy',
  truth: false,
} as const;
const key = seedKey(job.seed);
processSpill(job, 1_000_000); // warm up

console.log('stage                 | s/spill | ns/electron | over calibrator step');
const step = (calibrate() / 1e8) * 1e9;
for (let spill = 1; spill <= spills; spill++) {
  let emulated = emulateSpill(card, key, spill);
  const electrons = emulated.ledger.electronsOnTarget;
  const { raw } = processSpill(job, spill);
  const line = (name: string, seconds: number) => {
    const ns = (seconds / electrons) * 1e9;
    const columns = [name.padEnd(21), seconds.toFixed(3).padStart(7), ns.toFixed(0).padStart(11)];
    console.log([...columns, (ns / step).toFixed(0)].join(' | '));
  };
  line(
    'emulate',
    cpuSeconds(() => (emulated = emulateSpill(card, key, spill))),
  );
  line(
    'analyse',
    cpuSeconds(() => analyseSpill(beliefOf(card), raw, crc32)),
  );
  const whole = cpuSeconds(() => processSpill(job, spill));
  line('whole chain', whole);
  console.log(
    `spill ${spill}: ${emulated.events.length} events, ${(raw.length / emulated.events.length).toFixed(0)} bytes each; ` +
      `${(SPILL_SECONDS / whole).toFixed(1)} times faster than the SPS on one thread`,
  );
}
