/** Whether the spills of a card can be gone through by candidates. */
import type { Card } from '../../core/card/schema.js';
import { exp } from '../../core/math.js';
import { highestIntensity } from '../beam/profile.js';
import { kindsOf } from './kinds.js';

/** Share of the beam particles above which drawing each is cheaper. */
const MOST = 0.2;
/** The same share of the time, in which all have to be drawn. */
const MOST_TIME = 0.5;

/**
 * Why the spills of a card cannot be gone through by candidates.
 * @returns null where they can
 */
export function refusal(card: Card): string | null {
  const { trigger } = card;
  const { menu, proposals, keptShare: kept } = kindsOf(card);
  const { plain } = menu;
  if (plain === null) {
    return 'the menu asks more of an electron with all its energy in the ECAL than which counters it fires and that its ECAL sum is above a threshold: each such electron has to be drawn';
  }
  const { count, keep } = trigger.ecal;
  const highest = (plain.counts + 1) * count;
  if (highest > keep) {
    return `a threshold on the ECAL sum, ${highest - count} GeV, is not below the ceiling, trigger.ecal.keep = ${keep} GeV, up to which electrons are candidates`;
  }
  const share = proposals + kept;
  if (share > MOST) {
    return `${(100 * share).toFixed(0)} % of the electrons would be candidates, more than ${100 * MOST} %: ${kept > proposals ? 'prescale what every electron triggers' : 'tighten trigger.ecal.keep'}`;
  }
  // Neighbours are drawn in the time that lies in a gate about some candidate.
  const { beam, readout } = card;
  const intensity = highestIntensity(beam.intensity);
  const gate = readout.before + readout.after;
  const covered = 1 - exp((-share * intensity * gate) / beam.spill);
  if (covered > MOST_TIME) {
    return `at ${intensity} electrons ${(100 * covered).toFixed(0)} % of the spill would lie in the gates of candidates, where all have to be drawn, more than ${100 * MOST_TIME} %: lower beam.intensity`;
  }
  return null;
}
