/** A scan as a table of comma-separated values: a row for each point, the units in the names of the columns. */
import { field } from '../../analyse/interchange/csv.js';
import type { Cell } from '../../analyse/interchange/table.js';
import { formatQuantity } from '../../core/units.js';
import type { ScanRecord } from './directory.js';
import type { Interval, MassPoint, Point } from './point.js';

/** A column of all points, or of a mass at all points. */
type Column<Of> = readonly [name: string, of: (of: Of) => Cell];

/** A value with its interval, one sigma. */
const withInterval = <Of>(name: string, unit: string, of: (of: Of) => Interval): Column<Of>[] => [
  [`${name}${unit}`, (p) => of(p).value],
  [`${name}_low${unit}`, (p) => of(p).low],
  [`${name}_high${unit}`, (p) => of(p).high],
];

const COLUMNS: readonly Column<Point>[] = [
  ['spills', (p) => p.spills],
  ['bad_spills', (p) => p.badSpills],
  ['electrons_on_target', (p) => p.electronsOnTarget],
  ['bursts_s', (p) => p.seconds],
  ['physics_triggers', (p) => p.triggers],
  ...withInterval<Point>('physics_rate', '_Hz', (p) => p.rateHz),
  ...withInterval<Point>('physics_triggers_per_electron', '', (p) => p.perElectron),
  ...withInterval<Point>('live_fraction', '', (p) => p.live),
  ['live_triggers', (p) => p.live.passed],
  ['recorded_events', (p) => p.recorded],
  ['recorded_rate_Hz', (p) => p.recordedHz],
  ['raw_data_B', (p) => p.bytes],
  ['raw_data_rate_B/s', (p) => p.bytesPerSecond],
];

const OF_MASS: readonly Column<MassPoint>[] = [
  ...withInterval<MassPoint>('efficiency', '', (m) => m.efficiency),
  ['ghosts_in_box', (m) => m.efficiency.passed],
  ['ghosts_in_yield', (m) => m.efficiency.of],
  ...withInterval<MassPoint>('pileup_loss', '', (m) => m.pileUpLoss),
  ['pileup_gate_kept', (m) => m.gate.passed],
  ['pileup_gate_of', (m) => m.gate.of],
  ['pileup_offline_kept', (m) => m.offline.passed],
  ['pileup_offline_of', (m) => m.offline.of],
  ['expected_eps_asymptotic', (m) => m.limit?.asymptotic ?? null],
  ['expected_eps_exact', (m) => m.limit?.exact ?? null],
];

const HASHES: readonly Column<Point>[] = [
  ['run_hash', (p) => p.runHash],
  ['card_hash', (p) => p.cardHash],
];

/** @param scan its points need not be all */
export function csvOf({
  axes,
  masses,
  points,
}: Pick<ScanRecord, 'axes' | 'masses'> & { readonly points: readonly Point[] }): string {
  const columns: readonly Column<Point>[] = [
    ['point', (p) => p.point],
    ...axes.map(
      ({ path, unit }, a): Column<Point> => [
        unit === '' ? path : `${path}_${unit}`,
        (p) => p.values[a],
      ],
    ),
    ...COLUMNS,
    ...masses.flatMap((massGeV, m) => {
      const mass = formatQuantity(massGeV, 'energy').replace(' ', '');
      return OF_MASS.map(
        ([name, of]): Column<Point> => [`${name}_${mass}`, (p) => of(p.masses[m])],
      );
    }),
    ...HASHES,
  ];
  const lines = [
    columns.map(([name]) => name),
    ...points.map((point) => columns.map(([, of]) => of(point))),
  ];
  return lines.map((cells) => `${cells.map(field).join(',')}\n`).join('');
}
