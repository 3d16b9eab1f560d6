/** The spills of which test/golden/reference.json tells, and others like them. */
import { type Counts, decodeCounts } from '../../src/analyse/counts.js';
import { type Shifted, shiftedSpill } from '../../src/run/validate/references/shifted.js';
import { cardOf } from './card.js';

export const REFERENCE = { seed: 'reference', spills: 32 } as const;

/** Short, with most of its triggers from electrons of full energy: enough events of all kinds in little time. */
const CARD = [
  ...['beam.intensity=2e5', 'beam.spill=480 ms', 'beam.startSpike.probability=0'],
  ...['trigger.menu.beam.prescale=300', 'readout.deadTime=5 us'],
];

export function shiftedSpills(
  seed: string,
  spills: number,
  shifted: readonly string[],
  by: number,
): Shifted[] {
  const own = { card: cardOf(...CARD), cardHash: '', seed, truth: false } as const;
  const job = { ...own, mode: 'candidates', fidelity: 'energy' } as const;
  return Array.from({ length: spills }, (_, i) => shiftedSpill({ job, shifted, by }, i + 1));
}

/** Spills 1 and on of a seed. */
export const referenceSpills = (seed: string, spills: number): Counts[] =>
  shiftedSpills(seed, spills, [], 0).map(({ counts }) => decodeCounts(counts));
