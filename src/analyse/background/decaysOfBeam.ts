/** (ii) as it enters the total: little by little as hadrons of the beam trigger come, of each run as its own beam has them. */
import { exp, log } from '../../core/math.js';
import { typedIn } from './card.js';
import { decays, ENOUGH } from './decays.js';
import { estimateOf, type Source } from './source.js';

/**
 * With n hadrons the share w = 1 - 20/n of the estimate, and 1 - w of the card's rate, which below 20 holds alone. A run's own share of
 * hadrons weighs as much as that of all runs where it has 20. The variance V is that of either of the two with these chances, w s^2 + (1 - w) s'^2 + w (1 - w) (N - N')^2: the error is large where they disagree. That
 * of ln N is the one of a log-normal with this variance, ln(1 + V/N^2). The statistical part is that of the estimate alone.
 */
export const decaysOfBeam: Source = {
  name: decays.name,
  // The SRD's suppression of hadrons, and the share of kaons.
  systematicFrom: 'card',
  estimate(input) {
    const { seen, belief } = input;
    const row = belief.analysis.background.sources.find(({ name }) => name === decays.name);
    const found = decays.estimate(input);
    if (!row || !found || found.statistical === null) return found;
    const w = 1 - ENOUGH / seen.beam.hadrons;
    if (!(w > 0)) return null;
    const typed = typedIn(row, belief, seen.electrons);
    const events = w * found.events + (1 - w) * typed.events;
    const apart = found.events - typed.events;
    const sigma = found.error / found.events;
    const variance =
      w * found.events * found.events * (exp(sigma * sigma) - 1) +
      (1 - w) * typed.error * typed.error +
      w * (1 - w) * apart * apart;
    const statistical = (w * found.statistical) / events;
    const whole = log(1 + variance / (events * events));
    const systematic = Math.sqrt(Math.max(0, whole - statistical * statistical));
    return estimateOf(events, statistical, systematic, {
      method: `${found.method}; with n hadrons the share 1 - ${ENOUGH}/n of it, the rest by the card's rate`,
      used: { ...found.used, 'share of the estimate': w, 'the estimate alone': found.events },
      warnings: found.warnings,
    });
  },
  perElectron: ({ beam }, { beam: all }) =>
    (beam.hadrons + ENOUGH) / (beam.electrons + (ENOUGH * all.electrons) / all.hadrons),
};
