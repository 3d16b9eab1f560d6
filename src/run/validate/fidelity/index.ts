/**
 * Fidelity `energy` against `waveform`: the same spills, the same ids, event by event; and the parameters of
 * the first fitted to the second.
 */
import { beliefOf } from '../../../core/card/index.js';
import { type Part, WHOLE } from '../../../emulate/calibrationRun/index.js';
import { loadSingleCard } from '../../cards.js';
import { type Computing, type Validated, type ValidateOptions, validation } from '../validation.js';
import { CutComparison } from './cutflow.js';
import { EmptyGate } from './emptyGate.js';
import { Fit } from './fit.js';
import { compareGhosts } from './ghosts.js';
import { PileUpComparison } from './pileup.js';
import { compareSpills } from './sample.js';
import { SumComparison } from './sums.js';

/** Events of a quick look; the kept table has 1e6. */
const EVENTS = 8000;
const MOST_GHOSTS = 20_000;

/** What is compared: run III with these overrides, calibrated with a part of its calibration run. */
export interface Compared {
  readonly overrides: readonly string[];
  readonly part: Part;
}

type Options = Pick<ValidateOptions, 'events' | 'seed'> & Computing;

export async function validateFidelity(
  { seed, events, ...computing }: Options,
  { overrides, part }: Compared = { overrides: [], part: WHOLE },
): Promise<Validated> {
  const most = events ?? EVENTS;
  const card = loadSingleCard('run3-2018', overrides, seed);
  const belief = beliefOf(card);
  const comparisons = [
    new SumComparison(belief),
    new EmptyGate(),
    new CutComparison(belief),
    new PileUpComparison(belief.analysis.cuts.ecal.loose),
    new Fit(belief, card.nature.electronics.pulseTime),
  ];
  let n = 0;
  const calibration = await compareSpills(
    card,
    seed,
    computing,
    (triple) => {
      n++;
      for (const each of comparisons) each.add(triple);
    },
    () => n >= most,
    part,
  );
  const ghosts = Math.min(most, MOST_GHOSTS);
  const efficiency = await compareGhosts(card, seed, calibration, computing, ghosts);
  return {
    rows: [...comparisons.flatMap((each) => each.rows()), ...efficiency],
    document: { events: n },
  };
}

export const fidelity = validation({
  name: 'fidelity',
  describes: 'energies against samples, event by event, and the parameters fitted to the samples',
  options: ['events', 'seed', 'workers'],
  usual: { events: EVENTS },
  run: (options) => validateFidelity(options),
});
