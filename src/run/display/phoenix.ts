/**
 * An event as Phoenix (https://github.com/HSF/phoenix) reads it: the JSON of its `PhoenixLoader`, as of
 * phoenix-event-display 3.0.5. An object of events by name; of each `event number`, `run number` and its collections by type:
 * `Tracks` with `pos`, of three points or more, `Hits` with `pos` and `type`, and `IrregularCaloCells`, boxes by their eight
 * corners (`vtx`, 24 numbers), which unlike its `CaloCells` may stand beside the axis of a beam. mm, GeV.
 */
import { fromAbove } from '../../core/geometry.js';
import type { Box, Cell, Display, Module } from './shape.js';

export interface PhoenixEvent {
  readonly 'event number': number;
  readonly 'run number': number;
  readonly IrregularCaloCells: Readonly<Record<string, readonly PhoenixCell[]>>;
  readonly Tracks?: Readonly<Record<string, readonly PhoenixTrack[]>>;
  readonly Hits?: Readonly<Record<string, readonly PhoenixHit[]>>;
}

export interface PhoenixCell {
  readonly name: string;
  readonly energy: number;
  /** Number of the module along the beam. */
  readonly layer: number;
  readonly vtx: readonly number[];
  /** Red, green, blue, each 0...255. */
  readonly color: readonly [number, number, number];
  readonly opacity: number;
}

export interface PhoenixTrack {
  readonly pos: readonly (readonly number[])[];
  /** Hexadecimal. */
  readonly color: string;
  readonly momentum: number;
  readonly chi2: number;
}

export interface PhoenixHit {
  readonly type: 'Point';
  readonly pos: readonly [number, number, number];
}

/** Of a sealed event the cells alone. */
export function phoenixOf(display: Display): Readonly<Record<string, PhoenixEvent>> {
  const { run, spill, event, tracker, modules } = display;
  const boxes = modules.flatMap((module) => (module.box ? [{ ...module, box: module.box }] : []));
  return {
    [`spill ${spill}, event ${event}${display.sealed ? ', sealed' : ''}`]: {
      'event number': event,
      'run number': run.number,
      IrregularCaloCells: Object.fromEntries(
        boxes.map((module, layer) => [module.name, cellsOf(display, module, layer)]),
      ),
      ...(tracker && {
        Tracks: { tracks: tracker.tracks.map(trackOf) },
        Hits: { 'tracker hits': hitsOf(tracker) },
      }),
    },
  };
}

/** Those that saw something. */
function cellsOf(
  { setUp }: Display,
  { side, box, cells }: Module & { readonly box: Box },
  layer: number,
): PhoenixCell[] {
  const most = Math.max(...cells.map(({ energy }) => energy));
  return cells.flatMap((cell, i) => {
    if (!(cell.energy > 0)) return [];
    const vtx = cornersOf(setUp, cellBox(box, side ?? [1, 1], i));
    return [{ ...{ name: cell.name, energy: cell.energy, layer, vtx }, ...lookOf(cell, most) }];
  });
}

/** Cell `i` = rows ix + iy of a box. */
export function cellBox(
  { axis, x, y, z }: Box,
  [columns, rows]: NonNullable<Module['side']>,
  i: number,
): Box {
  const part = ([low, high]: Box['x'], n: number, k: number): Box['x'] => {
    const width = (high - low) / n;
    return [low + k * width, low + (k + 1) * width];
  };
  return { axis, x: part(x, columns, Math.floor(i / rows)), y: part(y, rows, i % rows), z };
}

/** Eight corners in the frame of the set-up, one behind the other. */
function cornersOf({ bend, pivot }: Display['setUp'], { axis, x, y, z }: Box): number[] {
  const at = { position: { magnets: pivot }, magnets: { bend } };
  return x.flatMap((cx) =>
    z.flatMap((cz) => {
      const [px, pz] = fromAbove(at, axis, [cx, cz]);
      return y.flatMap((cy) => [px, cy, pz]);
    }),
  );
}

/** The fuller the more of the energy of its module it has. */
function lookOf({ energy }: Cell, most: number): Pick<PhoenixCell, 'color' | 'opacity'> {
  const share = Math.sqrt(energy / most);
  return { color: [0, Math.round(114 - 40 * share), 178], opacity: 0.1 + 0.9 * share };
}

const trackOf = ({ points, momentum, chi2 }: Tracker['tracks'][number]): PhoenixTrack => ({
  ...{ pos: points, color: 'c44e00', momentum, chi2 },
});

type Tracker = NonNullable<Display['tracker']>;

/** Where both views of a station have a cluster, a point for each pair. */
function hitsOf({ clusters }: Tracker): PhoenixHit[] {
  const xs = clusters.filter(({ view }) => view === 'x');
  const ys = clusters.filter(({ view }) => view === 'y');
  return xs.flatMap(({ station, place: [x, z] }) =>
    ys
      .filter((y) => y.station === station)
      .map((y): PhoenixHit => ({ type: 'Point', pos: [x, y.at, z] })),
  );
}
