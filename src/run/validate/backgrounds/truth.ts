/** What would be counted of each source if its true spectrum and shares were these: drawn, experiment by experiment. */
import { within, type Seen, type Spectrum } from '../../../analyse/background/seen.js';
import { taken, type TurnOn } from '../../../analyse/background/turnOn.js';
import { exp, log } from '../../../core/math.js';
import type { Stream } from '../../../core/random/index.js';

/** ln of a spectrum against t, the energy from the middle of its sample in lengths of its slope, and that from the beam's. */
export interface TrueShape {
  readonly name: string;
  ln(t: number, lost: number): number;
}

const BEND = 0.015;
const POWER = 1;

/** The first is the function that is fitted; the others bend to either side. */
export const TRUE_SHAPES: readonly TrueShape[] = [
  { name: 'exponential', ln: (t) => t },
  { name: 'exponential of a quadratic, upwards', ln: (t) => t + BEND * t * t },
  { name: 'exponential of a quadratic, downwards', ln: (t) => t - BEND * t * t },
  { name: 'power times exponential', ln: (t, lost) => t + POWER * log(lost) },
];

export interface Truth {
  readonly electrons: number;
  /** Expected events in the box. */
  readonly box: {
    readonly beamLine: number;
    readonly dimuons: number;
    readonly dump: number;
    readonly holes: number;
  };
  /** Means of what is seen. */
  readonly means: Omit<Seen, 'electrons'>;
}

/** Slopes (GeV) and middles of the samples; events that all of it would be. */
export interface TruthOptions {
  readonly electrons: number;
  readonly shape: TrueShape;
  readonly beamEnergy: number;
  readonly edge: number;
  readonly seal: number;
  readonly turnOn: TurnOn;
  /** Events of (iii) below the edge of an exponential, and its slope (GeV). */
  readonly beamLine: { readonly events: number; readonly slope: number };
  /** Hadrons made in the dump between 20 and 80 GeV, and their slope (GeV). */
  readonly madeInDump: { readonly events: number; readonly slope: number };
  /** Region A, and the shares of neutrals that HCAL1, HCAL2 and HCAL3 do not see. */
  readonly regionA: {
    readonly events: number;
    readonly past: readonly [first: number, second: number, third: number];
  };
  /** Pairs below the edge and beside the sealed set, and the share that the VETO does not see. */
  readonly muons: {
    readonly below: Pairs;
    readonly beside: Pairs;
    readonly veto: number;
  };
  /**
   * Pairs at HCAL1 and HCAL2, the shares of single particles that meet a hole of theirs, and that of the pairs whose muons are at one
   * place. Behind a hole of HCAL1 is one of HCAL3, in the same line.
   */
  readonly holes: {
    readonly pairs: number;
    readonly first: number;
    readonly second: number;
    readonly together: number;
  };
  readonly beam: { readonly hadrons: number; readonly electrons: number };
}

/** Muon pairs, and the shares of them that the HCAL does not see, and sees in one or two of its modules. */
interface Pairs {
  readonly pairs: number;
  readonly unseen: number;
  readonly inPart: number;
}

const WIDTH = 0.5;
const BINS = 200;
/** Middles of the samples: there both shapes have the slope that is asked for. GeV. */
const SIDEBAND = 70;
const DUMP = 45;

const spectrum = (density: (energy: number) => number): Spectrum => ({
  ...{ low: 0, width: WIDTH },
  counts: Float64Array.from({ length: BINS }, (_, i) => WIDTH * density((i + 0.5) * WIDTH)),
});

export function truthOf(o: TruthOptions): Truth {
  const shaped = (slope: number, middle: number) => (energy: number) =>
    exp(o.shape.ln((energy - middle) / slope, (o.beamEnergy - energy) / (o.beamEnergy - middle)));
  // As many in the sideband as of an exponential, whatever the shape.
  const lost = shaped(o.beamLine.slope, SIDEBAND);
  const plain = (energy: number) =>
    (o.beamLine.events / o.beamLine.slope) * exp((energy - o.edge) / o.beamLine.slope);
  const sideband = (density: (energy: number) => number) =>
    spectrum((e) =>
      e > o.seal && e < o.turnOn.threshold + 20 ? density(e) * taken(o.turnOn, e) : 0,
    );
  const sum = (s: Spectrum) => within(s, 0, o.turnOn.threshold);
  const norm = sum(sideband(plain)) / sum(sideband(lost));
  const below = within(spectrum(lost), 0, o.edge) * norm;
  const inDump = shaped(o.madeInDump.slope, DUMP);
  const all = within(spectrum(inDump), 20, 80);
  const { events } = o.regionA;
  const [p1, p2, p3] = o.regionA.past;
  const { veto, below: pairsBelow } = o.muons;
  const silences = ({ pairs, unseen, inPart }: Pairs) => {
    const share = (silent: number) =>
      [unseen, inPart / 2, inPart / 2, 1 - unseen - inPart].map((x) => pairs * silent * x);
    return { silent: share(veto), loud: share(1 - veto) };
  };
  const { pairs, together } = o.holes;
  const holes = [o.holes.first, o.holes.second].map((f) => {
    const share = together * f + (1 - together) * f * f;
    return { silent: pairs * share, of: pairs * (1 - share) };
  });
  const none = spectrum(() => 0);
  return {
    electrons: o.electrons,
    box: {
      beamLine: below,
      dimuons: pairsBelow.pairs * veto * pairsBelow.unseen,
      dump: events * p1 * p2 * p3,
      holes: events * o.holes.first * o.holes.second,
    },
    means: {
      sidebandC: sideband((e) => lost(e) * norm),
      madeInDump: spectrum((e) => (e > 20 && e < 80 ? (o.madeInDump.events * inDump(e)) / all : 0)),
      depth: [1 - p1, p1 * (1 - p2), p1 * p2 * (1 - p3), 0].map((p) => events * p),
      muonsBelow: silences(o.muons.below),
      muonsBeside: silences(o.muons.beside),
      holes,
      beam: o.beam,
      turnOn: { beam: none, fired: none },
    },
  };
}

/** What is seen in the mean. */
export const meanSeen = ({ electrons, means }: Truth): Seen => ({ electrons, ...means });

/** One experiment: every number Poisson about its mean. What is silent below the edge is sealed. */
export function drawSeen({ electrons, means }: Truth, stream: Stream): Seen {
  const counts = ({ low, width, counts }: Spectrum): Spectrum => ({
    ...{ low, width },
    counts: counts.map((mean) => (mean > 0 ? stream.poisson(mean) : 0)),
  });
  const list = (means: readonly number[]) => means.map((mean) => stream.poisson(mean));
  const silences = ({ silent, loud }: Seen['muonsBelow']) => ({
    silent: list(silent),
    loud: list(loud),
  });
  return {
    electrons,
    sidebandC: counts(means.sidebandC),
    madeInDump: counts(means.madeInDump),
    depth: list(means.depth),
    muonsBelow: silences(means.muonsBelow),
    muonsBeside: silences(means.muonsBeside),
    holes: means.holes.map(({ silent, of }) => {
      const n = stream.poisson(silent);
      return { silent: n, of: n + stream.poisson(of) };
    }),
    beam: { hadrons: stream.poisson(means.beam.hadrons), electrons: means.beam.electrons },
    turnOn: means.turnOn,
  };
}
