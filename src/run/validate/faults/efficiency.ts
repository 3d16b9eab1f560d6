/** A' in spills of which every other one has a fault: in those that the monitors leave, and in clean ones. */
import { isBad } from '../../../analyse/monitors/index.js';
import { type Card, cardHash } from '../../../core/card/index.js';
import { ghosts } from '../../executor/kinds/ghosts.js';
import { sha256 } from '../../hash.js';
import { drain, results } from '../../pipeline.js';
import { row, share, type ValidationRow } from '../row.js';
import type { Case } from './cases.js';
import { eachSpill, type How, struckBy } from './spills.js';

/** GeV; A' in a spill. */
const MASS = 0.0167;
const NUMBER = 60;

interface Found {
  readonly accepted: number;
  readonly of: number;
}

/** Ghosts of each spill from 1 on. @param withBad also of those that count for nothing */
async function ghostsOf(card: Card, spills: number, how: How, withBad = false): Promise<Found[]> {
  const { seed, executor, repeat } = how;
  const identity = { card, cardHash: cardHash(card, sha256), seed, mode: 'every' } as const;
  const job = { ...identity, fidelity: 'energy', truth: false } as const;
  const task = {
    kind: ghosts,
    job: { job, masses: [MASS], number: NUMBER, measured: false, withBad },
    repeat,
  };
  const indices = Array.from({ length: spills }, (_, i) => i + 1);
  const found: Found[] = [];
  await drain(results(executor, task, indices), ({ result }) => {
    const [{ passed, accepted }] = result.flows;
    found.push({ accepted, of: passed[0] });
  });
  return found;
}

export async function efficiencyRows(
  card: Card,
  each: Case,
  number: number,
  how: How,
): Promise<ValidationRow[]> {
  const struck = struckBy(card, each, number);
  const bad = new Set<number>();
  await eachSpill(struck, 'every', 2 * number, how, ({ spill, alarms }) => {
    if (isBad(alarms)) bad.add(spill);
  });
  const clean = await ghostsOf(card, 2 * number, how);
  const all = await ghostsOf(struck, 2 * number, how, true);
  // As efficiencies are measured: those of bad spills are none.
  const counted = await ghostsOf(struck, 2 * number, how);
  const left = counted.filter((_, i) => !bad.has(i + 1));
  const [expected, known] = shareOf(clean);
  const compared = (name: string, of: readonly Found[], allowed: readonly [number, number]) => {
    const [value, error] = shareOf(of);
    return row({
      name: `${each.name}: A' accepted, ${name}`,
      ...{ role: 'out', expected, allowed, emulated: [value, Math.hypot(error, known)] },
      source: `${2 * number} clean spills`,
    });
  };
  const same = left.filter(({ accepted, of }, i) => {
    const own = clean.filter((_, spill) => !bad.has(spill + 1))[i];
    return accepted === own.accepted && of === own.of;
  });
  return [
    compared(`of ${left.length} spills left`, left, [expected, expected]),
    row({
      name: `${each.name}: spills left with other A' than clean ones`,
      ...{ role: 'out', expected: 0, allowed: [0, 0], emulated: [left.length - same.length, 0] },
      source: 'the same spills without faults',
    }),
    row({
      name: `${each.name}: A' counted in spills left out`,
      ...{ role: 'out', expected: 0, allowed: [0, 0] },
      emulated: [counted.reduce((n, { of }, i) => n + (bad.has(i + 1) ? of : 0), 0), 0],
      source: 'what counts for nothing',
    }),
    // What leaving spills out is for: it must show.
    row({
      name: `${each.name}: A' accepted in spills left out, over clean ones`,
      ...{ role: 'out', expected: 0, allowed: [0, 0.9] },
      emulated: [shareOf(all.filter((_, i) => bad.has(i + 1)))[0] / expected, 0],
      source: 'what the fault does',
    }),
  ];
}

const shareOf = (found: readonly Found[]) =>
  share(
    found.reduce((sum, { accepted }) => sum + accepted, 0),
    found.reduce((sum, { of }) => sum + of, 0),
  );
