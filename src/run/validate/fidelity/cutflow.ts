/**
 * Cut flow, regions and efficiency of every cut in both fidelities, for the same events.
 */
import { CUTS, select } from '../../../analyse/selection/index.js';
import { REGIONS } from '../../../analyse/selection/regions.js';
import type { Belief } from '../../../core/card/schema.js';
import { row, type ValidationRow } from '../row.js';
import type { Triple } from './sample.js';

/** Allowed difference of efficiencies, and of the counts of a region. */
export const EFFICIENCIES = 0.005;
const COUNTS = 0.02;

interface Pair {
  energy: number;
  waveform: number;
  /** In one of the two alone. */
  apart: number;
}
const pair = (): Pair => ({ energy: 0, waveform: 0, apart: 0 });

export class CutComparison {
  private n = 0;
  /** Each cut alone: its efficiency for physics events. */
  private readonly alone = CUTS.map(pair);
  private readonly flow = CUTS.map(pair);
  private readonly regions = REGIONS.map(pair);

  constructor(private readonly belief: Belief) {}

  add({ physics, energy, waveform }: Triple): void {
    if (!physics) return;
    this.n++;
    const { belief } = this;
    const [e, w] = [energy.event, waveform.event];
    const [se, sw] = [select(e, belief), select(w, belief)];
    CUTS.forEach((cut, i) => {
      count(this.alone[i], cut.passes(e, belief), cut.passes(w, belief));
      count(this.flow[i], se.passed > i, sw.passed > i);
    });
    REGIONS.forEach((region, i) => {
      count(this.regions[i], region.contains(e, se, belief), region.contains(w, sw, belief));
    });
  }

  rows(): ValidationRow[] {
    const { n } = this;
    const source = 'fidelity energy';
    const efficiency = (name: string, of: Pair): ValidationRow => {
      const expected = of.energy / n;
      const allowed = [expected - EFFICIENCIES, expected + EFFICIENCIES] as const;
      const error = Math.sqrt(Math.max(1, of.apart)) / n;
      return row({
        name,
        role: 'out',
        expected,
        allowed,
        emulated: [of.waveform / n, error],
        source,
      });
    };
    const events = (name: string, of: Pair): ValidationRow =>
      row({
        name,
        role: 'out',
        expected: of.energy,
        allowed: COUNTS,
        emulated: [of.waveform, Math.sqrt(Math.max(1, of.apart))],
        source,
      });
    return [
      ...CUTS.map((cut, i) => efficiency(`passes ${cut.name}`, this.alone[i])),
      ...CUTS.map((cut, i) => events(`cut flow: ${cut.name}`, this.flow[i])),
      ...REGIONS.map((region, i) => events(`region ${region.name}`, this.regions[i])),
    ];
  }
}

function count(of: Pair, energy: boolean, waveform: boolean): void {
  if (energy) of.energy++;
  if (waveform) of.waveform++;
  if (energy !== waveform) of.apart++;
}
