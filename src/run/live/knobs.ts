/** What may be changed between two spills: one entry of this shape each. */
import type { Card } from '../../core/card/index.js';
import { UsageError } from '../../core/errors.js';
import { meanIntensity } from '../../emulate/beam/profile.js';
import { KNOBS, type KnobName, type KnobShown } from './shape.js';

interface Knob extends Pick<KnobShown, 'key' | 'label' | 'unit' | 'scale'> {
  of(card: Card): number;
  range(card: Card): readonly [from: number, to: number];
  /** As `--set` has it. */
  set(value: number): string;
}

/** Of the intensity: from a hundredth of the lowest of NA64 (5e6 in PRL 123, 121801) to where 1 ms has 20 000 electrons. */
const INTENSITY = [5e4, 1e8] as const;

export const KNOB: { readonly [Name in KnobName]: Knob } = {
  intensity: {
    ...{ key: 'beam.intensity', label: 'intensity', unit: 'electrons per spill', scale: 'log' },
    of: ({ beam }) => meanIntensity(beam.intensity),
    range: () => INTENSITY,
    set: (value) => `beam.intensity=${value}`,
  },
  threshold: {
    ...{ key: 'trigger.ecal.threshold', label: 'E_ECAL below', unit: 'GeV', scale: 'linear' },
    of: ({ trigger }) => trigger.ecal.threshold,
    // Above the keep value of the trigger it cannot go.
    range: ({ trigger }) => [10, trigger.ecal.keep],
    set: (value) => `trigger.ecal.threshold=${value} GeV`,
  },
};

/** @param next what waits to be taken */
export const knobsShown = (card: Card, next: { readonly [Name in KnobName]?: number }) =>
  KNOBS.map((name): KnobShown => {
    const { of, range, set: _, ...rest } = KNOB[name];
    const [from, to] = range(card);
    return { name, ...rest, from, to, value: of(card), next: next[name] ?? null };
  });

/** @throws UsageError where a value lies beyond its range */
export function requireWithin(card: Card, change: { readonly [Name in KnobName]?: number }): void {
  for (const name of KNOBS) {
    const value = change[name];
    if (value === undefined) continue;
    const { range, unit } = KNOB[name];
    const [from, to] = range(card);
    if (value >= from && value <= to) continue;
    throw new UsageError({ what: name, got: `${value}`, expected: `${from} to ${to} ${unit}` });
  }
}
