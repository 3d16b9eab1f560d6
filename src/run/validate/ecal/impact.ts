/** Electrons off the centre of the beam cell, compared with a full simulation. */
import { Stream, seedKey } from '../../../core/random/index.js';
import { type Measured, row, share, type ValidationRow } from '../row.js';
import {
  mean,
  passesShape,
  sharesAround,
  spread,
  type TestBeamOptions,
  testBeamCard,
  testBeamEvents,
} from './beam.js';
import { type Impact, type ImpactReference, IMPACTS, SIMULATION } from './reference.js';

type ImpactNumber = keyof ImpactReference;

/** An impact point, mm from the centre of the cell, flat over a part of it and all that mirror it. */
export function drawIn({ along, across }: Impact, stream: Stream): [number, number] {
  const side = () => (stream.uniform() < 0.5 ? -1 : 1);
  const between = ([from, to]: readonly [number, number]) => from + (to - from) * stream.uniform();
  const a = side() * between(along);
  const b = side() * between(across);
  return stream.uniform() < 0.5 ? [a, b] : [b, a];
}

/** What electrons in a part of the cell give. */
function emulate(impact: Impact, options: Omit<TestBeamOptions, 'at' | 'spot'>): Numbers {
  const spot = [0, 0] as const;
  const card = testBeamCard({ ...options, spot });
  const stream = new Stream().seek(seedKey(options.seed), 0, 0, 0, 1);
  const rings: [number[], number[], number[]] = [[], [], []];
  let passed = 0;
  const beam = { ...options, spot, at: spot, impact: (s: Stream) => drawIn(impact, s) };
  for (const event of testBeamEvents(card, beam)) {
    sharesAround(card, event).forEach((value, ring) => {
      rings[ring].push(value);
    });
    if (passesShape(card, event, stream)) passed++;
  }
  const [centralCell, sum3x3, sum5x5] = rings.map(
    (values): Measured => [mean(values), spread(values) / Math.sqrt(values.length)],
  );
  return { centralCell, sum3x3, sum5x5, shapeEfficiency: share(passed, options.events) };
}

type Numbers = Readonly<Record<ImpactNumber, Measured>>;

/**
 * Closure off the centre: shares within 2 %, efficiency of the shape cut within 0.01. The error is statistical, of both
 * samples together.
 */
export function impactClosure(options: Omit<TestBeamOptions, 'at' | 'spot'>): ValidationRow[] {
  return IMPACTS.flatMap((impact) => {
    const reference = impact.reference.get(options.energy);
    if (reference === undefined) return [];
    const got = emulate(impact, options);
    return (Object.keys(reference) as ImpactNumber[]).map((name) => {
      const [expected, told] = reference[name];
      const [value, error] = got[name];
      const shape = name === 'shapeEfficiency';
      return row({
        name: `${impact.name}: ${name}`,
        role: shape ? 'out' : 'fit',
        expected,
        allowed: shape ? [expected - 0.01, expected + 0.01] : 0.02,
        emulated: [value, Math.hypot(error, told)],
        source: SIMULATION,
      });
    });
  });
}
