/**
 * The channels of each front end, numbered without gaps from 0 within it. How many there are, the card says.
 *
 * | front end | channels | of NA64 in 2018 |
 * |---|---|---|
 * | `ecal` | cells section + ny ix + iy, section 0 = preshower, 1 = main | 72, 6 x 6 cells |
 * | `hcal` | cells module + ny ix + iy, module 0..2 = HCAL1..3, 3 = HCAL0 | 36, 3 x 3 cells |
 * | `veto` | 2 slab + tube | 6 |
 * | `srd` | module | 3 |
 * | `counters` | S1..S4, V1, V2 | 6 |
 *
 * Modules of the HCAL that the card does not have keep their numbers; nothing comes from them.
 */
type Pair = readonly [columns: number, rows: number];

/** What the numbers of channels hang on: of the section `detector` of a card. */
export interface Shaped {
  readonly ecal: { readonly cells?: Pair | undefined };
  readonly hcal: { readonly cells?: Pair | undefined };
  readonly veto: { readonly slabs?: number | undefined };
  readonly srd: { readonly modules?: number | undefined };
}

/** Cells side by side, cell (ix, iy) at ny ix + iy. */
export interface Grid {
  readonly nx: number;
  readonly ny: number;
  readonly cells: number;
}

const gridOf = ([nx, ny]: Pair): Grid => ({ nx, ny, cells: nx * ny });

/** Where the card says nothing: NA64's from 2016 to 2018. */
const USUAL = { ecal: gridOf([6, 6]), hcal: gridOf([3, 3]), slabs: 3, modules: 3 } as const;

/** Numbers of HCAL1..3 and HCAL0. */
const HCAL_MODULES = 4;
const COUNTERS = 6;

/** One for each pair of numbers on a card, which is asked for again and again. */
const grids = new WeakMap<Pair, Grid>();
function gridOnCard(cells: Pair): Grid {
  const known = grids.get(cells);
  if (known) return known;
  const made = gridOf(cells);
  grids.set(cells, made);
  return made;
}

export const ecalGrid = ({ cells }: Shaped['ecal']): Grid =>
  cells ? gridOnCard(cells) : USUAL.ecal;
export const hcalGrid = ({ cells }: Shaped['hcal']): Grid =>
  cells ? gridOnCard(cells) : USUAL.hcal;
export const vetoSlabs = ({ slabs }: Shaped['veto']): number => slabs ?? USUAL.slabs;
export const srdModules = ({ modules }: Shaped['srd']): number => modules ?? USUAL.modules;

/** In section or module `part`. */
export const channelIn = ({ cells, ny }: Grid, part: number, ix: number, iy: number) =>
  cells * part + ny * ix + iy;
/** Of cell i of a grid. */
export const cellAt = ({ ny }: Grid, i: number): [ix: number, iy: number] => [
  Math.floor(i / ny),
  i % ny,
];
export const vetoChannel = (slab: number, tube: number) => 2 * slab + tube;

/** Those that the analysis reads. */
export const FRONT_ENDS = ['ecal', 'hcal', 'veto', 'srd', 'counters'] as const;
export type FrontEnd = (typeof FRONT_ENDS)[number];
export type ChannelCounts = Readonly<Record<FrontEnd, number>>;

const counts = new WeakMap<Shaped, ChannelCounts>();

/** Of all front ends together: random streams of whole front ends stand behind those of their channels. */
export const MOST_CHANNELS = 1024;

/** Number of sampling-ADC channels of each front end. */
export function channelCounts(detector: Shaped): ChannelCounts {
  const known = counts.get(detector);
  if (known) return known;
  const { ecal, hcal, veto, srd } = detector;
  const made = {
    ecal: 2 * ecalGrid(ecal).cells,
    hcal: HCAL_MODULES * hcalGrid(hcal).cells,
    veto: 2 * vetoSlabs(veto),
    srd: srdModules(srd),
    counters: COUNTERS,
  };
  counts.set(detector, made);
  return made;
}

/** Number of the first channel of each front end, where they are numbered over all of them. */
export function firstChannels(detector: Shaped): ChannelCounts {
  const number = channelCounts(detector);
  let next = 0;
  return ofFrontEnds((name) => {
    const first = next;
    next += number[name];
    return first;
  });
}

/** A record with something of each front end. */
export const ofFrontEnds = <T>(of: (name: FrontEnd) => T): Record<FrontEnd, T> =>
  Object.fromEntries(FRONT_ENDS.map((name) => [name, of(name)])) as Record<FrontEnd, T>;
