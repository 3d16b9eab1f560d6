/**
 * What must hold between the values of a card, beyond each one's own range.
 *
 * One entry per rule: the dotted key that is named in the message, whether it holds, and what is
 * got and expected if it does not.
 */
import type { Problem } from '../errors.js';
import { type Dimension, formatQuantity } from '../units.js';
import type { Card } from './schema.js';

/** Duration of a slice, the unit in which a spill is emulated, in ns. */
const sliceNs = 1e6;
/** Largest value of a trigger sum, in counts: the primitives are 16 bits wide. */
const largestCount = 65535;

type Check = (card: Card) => Iterable<Problem>;

const checks: readonly Check[] = [
  function* spillIsWholeSlices({ beam }) {
    if (beam.spill % sliceNs !== 0) {
      yield problem('beam.spill', show(beam.spill, 'time'), 'a whole number of slices of 1 ms');
    }
  },

  function* intensityRanges({ beam: { intensity } }) {
    if (typeof intensity === 'number') return;
    const ranges = Array.isArray(intensity)
      ? intensity.map((range, i) => ({ range, path: `beam.intensity.${i}` }))
      : [{ range: intensity, path: 'beam.intensity' }];
    for (const { range, path } of ranges) {
      yield* ordered(`${path}.min`, range.min, range.max, `${path}.max`, String);
    }
  },

  function* rateIsNeverNegative({ beam }) {
    const sum = beam.ripple.reduce((total, { amplitude }) => total + amplitude, 0);
    if (sum > 1) {
      const last = `beam.ripple.${beam.ripple.length - 1}.amplitude`;
      yield problem(last, `amplitudes that add up to ${sum}`, 'at most 1, or the rate is negative');
    }
  },

  function* spikeFitsTheSpill({ beam }) {
    const { duration } = beam.startSpike;
    yield* ordered('beam.startSpike.duration', duration, beam.spill, 'beam.spill', time);
  },

  function* admixtureLeavesElectrons({ nature }) {
    const { dimuon, electroNuclear } = nature;
    const sum = dimuon.rate + electroNuclear.rate;
    if (sum > 1) yield problem('nature.dimuon.rate', `classes that add up to ${sum}`, 'at most 1');
  },

  function* dimuonSpectrum({ nature: { dimuon } }) {
    const points = dimuon.spectrum;
    const path = (i: number, key: string) => `nature.dimuon.spectrum.${i}.${key}`;
    for (let i = 1; i < points.length; i++) {
      if (points[i].energy <= points[i - 1].energy) {
        const got = show(points[i].energy, 'energy');
        yield problem(path(i, 'energy'), got, `more than ${show(points[i - 1].energy, 'energy')}`);
      }
      if (points[i].above >= points[i - 1].above) {
        yield problem(path(i, 'above'), `${points[i].above}`, `less than ${points[i - 1].above}`);
      }
    }
    const last = points.length - 1;
    if (points[0].above !== 1) yield problem(path(0, 'above'), `${points[0].above}`, '1');
    if (points[last].above !== 0) yield problem(path(last, 'above'), `${points[last].above}`, '0');
  },

  function* detectorsAlongTheBeam({ detector: { position } }) {
    const { magnets, s4, ecal } = position;
    yield* ordered('detector.position.magnets', magnets, s4, 'detector.position.s4', length);
    yield* ordered('detector.position.s4', s4, ecal, 'detector.position.ecal', length);
  },

  function* lateralWeights({ detector: { ecal } }) {
    const sum = ecal.lateral.reduce((total, { weight }) => total + weight, 0);
    if (Math.abs(sum - 1) > 1e-9) {
      yield problem('detector.ecal.lateral.0.weight', `weights that add up to ${sum}`, '1');
    }
  },

  function* keepIsLooser({ trigger: { ecal, preshower } }) {
    yield* ordered(
      'trigger.ecal.threshold',
      ecal.threshold,
      ecal.keep,
      'trigger.ecal.keep, which must be looser',
      energy,
    );
    yield* ordered(
      'trigger.preshower.keep',
      preshower.keep,
      preshower.threshold,
      'trigger.preshower.threshold, which must be tighter',
      energy,
    );
  },

  function* sumsFitTheirCounters({ trigger }) {
    for (const name of ['ecal', 'preshower'] as const) {
      const { threshold, keep, count } = trigger[name];
      const largest = Math.max(threshold, keep);
      if (largest / count > largestCount) {
        yield problem(
          `trigger.${name}.count`,
          show(count, 'energy'),
          `more, so that ${show(largest, 'energy')} is at most ${largestCount} counts`,
        );
      }
    }
  },

  function* overlap({ trigger }) {
    const { full, zero } = trigger.overlap;
    yield* ordered('trigger.overlap.full', full, zero, 'trigger.overlap.zero', time);
  },

  function* windows({ readout, analysis: { cuts } }) {
    for (const name of ['srd', 'ecal', 'veto', 'hcal'] as const) {
      const { from, to } = cuts[name].window;
      const path = `analysis.cuts.${name}.window`;
      yield* ordered(`${path}.from`, from, to, `${path}.to`, time);
      if (-from > readout.before) {
        const got = show(from, 'time');
        yield problem(`${path}.from`, got, `no earlier than readout.before (${time(-readout.before)})`);
      }
      if (to > readout.after) {
        const got = show(to, 'time');
        yield problem(`${path}.to`, got, `no later than readout.after (${time(readout.after)})`);
      }
    }
  },

  function* cutRanges({ analysis: { cuts, regionI } }) {
    const { track, srd, straws } = cuts;
    const path = 'analysis.cuts';
    yield* ordered(`${path}.track.tight`, track.tight, track.loose, `${path}.track.loose`, energy);
    yield* ordered(`${path}.srd.threshold`, srd.threshold, srd.ceiling, `${path}.srd.ceiling`, energy);
    yield* ordered(`${path}.straws.min`, straws.min, straws.max, `${path}.straws.max`, String);
    yield* ordered('analysis.regionI.min', regionI.min, regionI.max, 'analysis.regionI.max', energy);
  },

  function* boxInsideSeal({ analysis: { box, seal } }) {
    for (const name of ['ecal', 'hcal'] as const) {
      yield* ordered(`analysis.box.${name}`, box[name], seal[name], `analysis.seal.${name}`, energy);
    }
  },
];

/** Every rule that this card breaks. */
export function checksOf(card: Card): Problem[] {
  return checks.flatMap((check) => [...check(card)]);
}

function* ordered(
  what: string,
  low: number,
  high: number,
  than: string,
  format: (value: number) => string,
): Generator<Problem> {
  if (low > high) yield problem(what, format(low), `at most ${format(high)}, that is ${than}`);
}

function problem(what: string, got: string, expected: string): Problem {
  return { what, got, expected };
}

function show(value: number, dimension: Dimension): string {
  return formatQuantity(value, dimension);
}

const energy = (value: number) => formatQuantity(value, 'energy');
const time = (value: number) => formatQuantity(value, 'time');
const length = (value: number) => formatQuantity(value, 'length');
