/**
 * Validation of discovery and limits with signal injected at the other end of the chain: 0, 3 and 10 A' in the box in the mean,
 * from the beam to fit, p-value, interval and limit.
 */
import { discoveryOfRuns } from '../../../analyse/discovery.js';
import { mean } from '../detectors/drive.js';
import { validation } from '../validation.js';
import { cardWith, countsOf, efficiencyOf, epsilonOf, MASS, type Options } from './experiments.js';
import { type Fitted, type Found, foundIn, withSidebandFit } from './found.js';
import { FIT, POOR, rowsOf, type Sample } from './rows.js';
import { backgroundPerElectron } from './truth.js';

/** Of each signal. */
const EXPERIMENTS = 120;
/** A' and losses behind what is expected, for each of them. */
const PARTICLES = 50;
/** Events of signal in the box. */
const INJECTED = [0, 3, 10];
/** Goodness of fit is that of every so many experiments. */
const EVERY = 4;

export const injection = validation({
  name: 'injection',
  describes:
    "0, 3 and 10 A' through the whole chain: bias, coverage, p-values, pulls, goodness of fit",
  options: ['experiments', 'seed', 'workers'],
  usual: { experiments: EXPERIMENTS },
  async run({ experiments, ...options }) {
    const number = experiments ?? EXPERIMENTS;
    options.report("injection: A' in the spills, for their efficiency");
    const efficiency = await efficiencyOf(PARTICLES * number, options);
    const { value, low, high } = efficiency.masses[0].total;
    const relative = ((high ?? 0) - (low ?? 0)) / 2 / (value ?? 0);
    const { seed } = options;
    const background = backgroundPerElectron(
      cardWith(0, seed),
      seed,
      PARTICLES * number,
      efficiency,
    );
    const samples: Sample[] = [];
    for (const s of INJECTED) {
      const epsilon = s === 0 ? 0 : epsilonOf(s, efficiency, cardWith(0, seed));
      const card = cardWith(epsilon, `${seed} ${s}`);
      const runs = await countsOf(card, number, efficiency, options);
      const fitted = runs.flatMap(withSidebandFit);
      const found: Found[] = [];
      for (const run of fitted) found.push(await foundIn(run, epsilon));
      const electrons = mean(found.map((f) => f.electrons))[0];
      const poor = await poorOf(fitted, options);
      const unfitted = runs.length - fitted.length;
      samples.push({ s, found, unfitted, relative, background: electrons * background, poor });
    }
    return { rows: rowsOf(samples) };
  },
});

async function poorOf(
  runs: readonly Fitted[],
  { seed }: Options,
): Promise<readonly [number, number]> {
  const some = runs.filter((_, i) => i % EVERY === 0);
  let poor = 0;
  for (const [i, run] of some.entries()) {
    const drawn = { seed: `${seed} fit ${i}`, toys: FIT.toys };
    const request = { masses: [MASS], bins: FIT.bins };
    const { masses } = await discoveryOfRuns([run], request, { method: 'toys', drawn });
    if ((masses[0].goodnessOfFit.toys?.pValue ?? Number.NaN) <= POOR) poor++;
  }
  return [poor, some.length];
}
