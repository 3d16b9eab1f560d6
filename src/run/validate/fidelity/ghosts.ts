/**
 * The efficiency for a light A' in both fidelities, from the very same ghosts: the same spills, the same ids.
 */
import { type Card, cardHash } from '../../../core/card/index.js';
import type { Calibration } from '../../../analyse/calibration/constants.js';
import { mergeTally } from '../../../core/wire/tally.js';
import { ghostPairs } from '../../executor/kinds/ghostPairs.js';
import { FACTORS } from '../../ghosts.js';
import { sha256 } from '../../hash.js';
import { drain, results } from '../../pipeline.js';
import { difference } from '../../efficiency/joint.js';
import { row, type ValidationRow } from '../row.js';
import type { Computing } from '../validation.js';
import { EFFICIENCIES } from './cutflow.js';
import type { GhostPairs } from './ghostPairs.js';

/** In a spill, which costs as much as some hundred of them in samples. */
const PER_SPILL = 1000;

/** @param ghosts at least */
export async function compareGhosts(
  card: Card,
  seed: string,
  calibration: Calibration,
  { executor, repeat, report }: Computing,
  ghosts: number,
): Promise<ValidationRow[]> {
  const identity = { card, cardHash: cardHash(card, sha256), seed };
  const how = { mode: 'every', fidelity: 'waveform', truth: false, calibration } as const;
  const spills = Math.ceil(ghosts / PER_SPILL);
  const number = Math.ceil(ghosts / spills);
  const task = { kind: ghostPairs, job: { job: { ...identity, ...how }, number }, repeat };
  const all: GhostPairs[] = [];
  const indices = Array.from({ length: spills }, (_, i) => i + 1);
  await drain(results(executor, task, indices), ({ index, result }) => {
    all.push(result);
    report(`ghosts of spill ${index} of ${spills} in both fidelities`);
  });
  return ghostRows(all.reduce((a, b) => mergeTally(a, b)));
}

export function ghostRows({ joint }: GhostPairs): ValidationRow[] {
  return [...FACTORS, 'all factors'].map((name, i) => {
    const pairs = joint[i];
    const [of, passed] = [pairs[0][0], pairs[1][1]];
    const expected = passed / of;
    const [less, error] = difference(pairs);
    return row({
      name: `A' of 1 MeV passes ${name}`,
      role: 'out',
      expected,
      allowed: [expected - EFFICIENCIES, expected + EFFICIENCIES],
      // One ghost at least may be discordant.
      emulated: [expected - less, Math.max(error, 1 / of)],
      source: `fidelity energy; ${passed} of ${of}, ${pairs[3][3]} of ${pairs[2][2]} in samples`,
    });
  });
}
