import { COEFFICIENTS, MULTIPLICATIVE } from './interpolation.js';
import type { Modifier, Settings, Workspace } from './schema.js';
import type { ChannelTable, SampleTable, Tables } from './tables.js';

/** Slopes that differ by less are those of a rounded 1/hi. */
const SAME_SLOPE = 1e-10;

type Sample = Workspace['channels'][number]['samples'][number];
type Normsys = Extract<Modifier, { type: 'normsys' }>;
type Histosys = Extract<Modifier, { type: 'histosys' }>;

/**
 * Lays out the rates of a checked workspace.
 *
 * @param offsets index of the first parameter of each name
 */
export function layout(
  { channels }: Workspace,
  settings: Settings,
  offsets: ReadonlyMap<string, number>,
): Pick<Tables, 'channels' | 'bins' | 'factors' | 'weights' | 'kinks'> {
  const code = MULTIPLICATIVE[settings.normsys.interpcode];
  const factors = new Map<string, { line: number; alpha: number; shape: readonly number[] }>();
  const weights = new Map<number, number>();
  const kinks = new Set<number>();

  const factorOf = (alpha: number, { data: { hi, lo } }: Normsys): number => {
    const shape = code.shape(hi, lo);
    if (code.kinked && Math.abs(shape[0] + shape[1]) > SAME_SLOPE) kinks.add(alpha);
    const key = `${alpha} ${hi} ${lo}`;
    const { line } = factors.get(key) ?? { line: factors.size };
    factors.set(key, { line, alpha, shape });
    return line;
  };

  const weightOf = (alpha: number, { data }: Sample, { data: { hi_data, lo_data } }: Histosys) => {
    const bent = data.some(
      (nominal, b) => Math.abs(hi_data[b] + lo_data[b] - 2 * nominal) > SAME_SLOPE * nominal,
    );
    if (settings.histosys.interpcode === 'code0' && bent) kinks.add(alpha);
    const line = weights.get(alpha) ?? weights.size;
    weights.set(alpha, line);
    return line;
  };

  const sampleTable = (sample: Sample): SampleTable => {
    const of = (...types: Modifier['type'][]) =>
      sample.modifiers
        .filter(({ type }) => types.includes(type))
        .map(({ name }) => offsets.get(name) as number);
    const alphas = [...new Set(of('normsys', 'histosys'))].sort((p, q) => p - q);
    const find = <T extends Modifier>(type: T['type'], alpha: number): T | undefined =>
      sample.modifiers.find((m): m is T => m.type === type && offsets.get(m.name) === alpha);
    const normsys = alphas.map((alpha) => find<Normsys>('normsys', alpha));
    const histosys = alphas.map((alpha) => find<Histosys>('histosys', alpha));
    const nominal = sample.data;
    return {
      nominal: Float64Array.from(nominal),
      scalars: Int32Array.from(of('normfactor', 'lumi')),
      vectors: Int32Array.from(of('shapesys', 'staterror', 'shapefactor')),
      alphas: Int32Array.from(alphas),
      factor: Int32Array.from(normsys, (m, j) => (m ? factorOf(alphas[j], m) : -1)),
      weight: Int32Array.from(histosys, (m, j) => (m ? weightOf(alphas[j], sample, m) : -1)),
      up: Float64Array.from(
        histosys.flatMap((m) => nominal.map((n, b) => (m ? m.data.hi_data[b] - n : 0))),
      ),
      down: Float64Array.from(
        histosys.flatMap((m) => nominal.map((n, b) => (m ? n - m.data.lo_data[b] : 0))),
      ),
    };
  };

  let bins = 0;
  const laidOut = channels.map(({ name, samples }): ChannelTable => {
    const tables = samples.map(sampleTable);
    const own = samples[0].data.length;
    const touched = Array.from({ length: own }, (_, b) => {
      const all = tables.flatMap((t) => [
        ...t.scalars,
        ...t.alphas,
        ...t.vectors.map((p) => p + b),
      ]);
      return Int32Array.from(new Set(all)).sort();
    });
    bins += own;
    return { name, first: bins - own, bins: own, samples: tables, touched };
  });

  const lines = [...factors.values()];
  const shapes = new Float64Array(COEFFICIENTS * lines.length);
  for (const { line, shape } of lines) shapes.set(shape, COEFFICIENTS * line);
  return {
    channels: laidOut,
    bins,
    factors: { alpha: Int32Array.from(lines, ({ alpha }) => alpha), shapes },
    weights: Int32Array.from(weights.keys()),
    kinks: [...kinks],
  };
}
