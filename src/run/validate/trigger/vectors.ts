/**
 * Menus of random shape, and segments of bursts at random and at the edges: pulses a gate apart,
 * neighbours at the ends of the overlap, sums at their thresholds and beyond their counters, counts of a
 * condition before they wrap, prescales at the start of a burst.
 */
import type { Card } from '../../../core/card/index.js';
import { below, oneOf, type Stream } from '../../../core/random/index.js';

export type Section = Card['trigger'];
type Term = Section['terms'][string];
type Line = Section['menu'][string];
type Condition = Extract<Line, { when: unknown }>['when'];

/** Powers of two, so that energies in the middle of a count are exact. */
const COUNT = { ecal: 1 / 16, preshower: 1 / 128 };
const SMEAR = 1;

export const FOCI = [
  'random',
  'gate',
  'overlap',
  'threshold',
  'saturation',
  'wrap',
  'start',
] as const;
export type Focus = (typeof FOCI)[number];

/** Arriving particles of a segment, as the beam would bring them. */
export interface Segment {
  readonly focus: Focus;
  readonly start: number;
  readonly tick: Int32Array;
  /** The same since the start of the spill. */
  readonly time: Float64Array;
  readonly fired: Uint8Array;
  readonly energy: Float64Array;
  readonly mark: Float64Array;
  readonly preshowerEnergies: Float64Array;
  readonly preshowerMark: Float64Array;
  /** Counts that these energies bring, before the limit of a sum. */
  readonly ecal: Int32Array;
  readonly preshower: Int32Array;
  /** Strobes, and conditions met by bit, earlier in the burst. */
  readonly before: { readonly ordinal: number; readonly met: readonly number[] };
}

export function randomSection(s: Stream): Section {
  const full = below(300, s) / 10;
  const zero = full + (s.uniform() < 0.1 ? 0 : below(300, s) / 10);
  const energyOf = (of: 'ecal' | 'preshower') => (1 + below(3000, s)) * COUNT[of];
  const terms: Record<string, Term> = {};
  const sums = below(5, s);
  for (let i = 0; i < sums; i++) {
    const of = oneOf(['ecal', 'preshower'] as const, s);
    const side = s.uniform() < 0.5 ? 'below' : 'above';
    terms[`sum${i}`] = { kind: 'sum', of, [side]: energyOf(of) };
  }
  const coincidences = ['coincidence'];
  for (let i = below(3, s); i > 0; i--) {
    const named = ['S1', 'S2', 'S3', 'S4', 'V1', 'V2'] as const;
    const role = named.map(() => below(3, s));
    role[below(6, s)] = 1;
    const with_ = (r: number) => named.filter((_, c) => role[c] === r);
    terms[`meet${i}`] = { kind: 'coincidence', require: with_(1), veto: with_(2) };
    coincidences.push(`meet${i}`);
  }
  const simple = [...coincidences, 'ecal', 'preshower', ...Object.keys(terms)];
  const condition = (depth: number, names: readonly string[]): Condition => {
    const u = s.uniform();
    if (depth === 0 || u < 0.3) return oneOf(names, s);
    if (u < 0.5) return { not: condition(depth - 1, names) };
    const parts = Array.from({ length: 1 + below(3, s) }, () => condition(depth - 1, names));
    return u < 0.75 ? { all: parts } : { any: parts };
  };
  const logic = below(3, s);
  for (let i = 0; i < logic; i++) {
    const known = [...simple, ...Object.keys(terms).filter((name) => name.startsWith('logic'))];
    terms[`logic${i}`] = { kind: 'logic', when: condition(2, known) };
  }
  const names = [...simple, ...Object.keys(terms)];
  const menu: Record<string, Line> = {};
  const triggers = 1 + below(6, s);
  for (let i = 0; i < triggers; i++) {
    // Names in no order of their bits.
    const name = `${oneOf(['a', 'B', 'm', 'z'], s)}${9 - i}`;
    const timed = { all: [oneOf(coincidences, s), condition(3, names)] };
    const when: Condition = s.uniform() < 0.2 ? oneOf(coincidences, s) : timed;
    menu[name] = { type: s.uniform() < 0.5 ? 'physics' : 'beam', when, prescale: prescaleOf(s) };
  }
  menu.clock = { type: 'random', rate: 1 };
  return {
    coincidence: { gate: (1 + below(500, s)) / 10 },
    ecal: { threshold: energyOf('ecal'), keep: 1000, smear: SMEAR, count: COUNT.ecal },
    preshower: {
      threshold: energyOf('preshower'),
      keep: 0,
      smear: SMEAR,
      count: COUNT.preshower,
    },
    overlap: { full, zero },
    terms,
    menu,
  };
}

function prescaleOf(s: Stream): Extract<Line, { prescale: unknown }>['prescale'] {
  const u = s.uniform();
  if (u < 0.3) return 1;
  if (u < 0.5) return 1 + below(20, s);
  const of = u < 0.9 ? 1 + below(50, s) : 1 + below(1e9, s);
  return { keep: 1 + below(Math.min(of, 65535), s), of, phase: below(of, s) };
}

export function randomSegment(s: Stream, section: Section, focus: Focus, length: number): Segment {
  const ticks = (ns: number) => Math.round(10 * ns);
  const gate = ticks(section.coincidence.gate);
  const { full, zero } = section.overlap;
  const gateEdges = [gate - 1, gate, gate + 1];
  const overlapEdges = [full, zero].flatMap((ns) => [-1, 0, 1].map((off) => ticks(ns) + off));
  const gap = (): number => {
    const u = s.uniform();
    if (u < 0.05) return 0;
    if (focus === 'gate' && u < 0.6) return Math.max(0, oneOf(gateEdges, s));
    if (focus === 'overlap' && u < 0.6) return Math.max(0, oneOf(overlapEdges, s));
    return u < 0.8 ? below(300, s) : below(3000, s);
  };
  const real = () => new Float64Array(length);
  const segment: Segment = {
    ...{ focus, start: below(4.7e10, s), tick: new Int32Array(length), time: real() },
    ...{ fired: new Uint8Array(length), energy: real(), mark: real() },
    ...{ preshowerEnergies: real(), preshowerMark: real() },
    ...{ ecal: new Int32Array(length), preshower: new Int32Array(length) },
    before: standing(s, section, focus),
  };
  let tick = 0;
  for (let i = 0; i < length; i++) {
    tick += gap();
    segment.tick[i] = tick;
    segment.time[i] = tick + segment.start;
    segment.fired[i] = s.uniform() < 0.6 ? 15 : below(64, s);
  }
  bring(s, section, 'ecal', focus, segment.energy, segment.mark, segment.ecal);
  const { preshowerEnergies, preshowerMark, preshower } = segment;
  bring(s, section, 'preshower', focus, preshowerEnergies, preshowerMark, preshower);
  return segment;
}

const LARGE = [30000, 32767, 65533, 65534, 65535, 65536, 70000, 200000];

/** Energies and marks in one sum, and the counts they bring. */
function bring(
  s: Stream,
  section: Section,
  of: 'ecal' | 'preshower',
  focus: Focus,
  energies: Float64Array,
  marks: Float64Array,
  counts: Int32Array,
): void {
  const count = COUNT[of];
  const step = SMEAR / count;
  const thresholds = [section[of].threshold];
  for (const term of Object.values(section.terms)) {
    if (term.kind === 'sum' && term.of === of) thresholds.push(term.below ?? term.above ?? 0);
  }
  const wanted = (): number => {
    const u = s.uniform();
    if (focus === 'saturation' && u < 0.7) return oneOf(LARGE, s) + below(3, s) - 1;
    if (u < (focus === 'threshold' ? 0.7 : 0.2)) {
      return Math.max(0, Math.round(oneOf(thresholds, s) / count) + below(3, s) - 1);
    }
    return u < 0.5 ? below(20, s) : below(4000, s);
  };
  for (let i = 0; i < energies.length; i++) {
    const mark = below(7, s) - 3;
    // In the middle of a count, that of the energy alone.
    const own = wanted() - step * mark;
    const energy = s.uniform() < 0.03 || own < 0 ? 0 : (own + 0.5) * count;
    energies[i] = energy;
    marks[i] = mark;
    counts[i] = energy > 0 ? Math.max(0, own + step * mark) : 0;
  }
}

/** The start of the burst, or somewhere in it. */
function standing(s: Stream, section: Section, focus: Focus): Segment['before'] {
  const names = Object.keys(section.menu);
  if (focus === 'start') return { ordinal: 0, met: names.map(() => 0) };
  const n = () => (focus === 'wrap' ? 0x100000000 - 1 - below(40, s) : below(1e6, s));
  return { ordinal: n(), met: names.map(n) };
}
