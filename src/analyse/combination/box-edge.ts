/**
 * The edge of the signal box in E_ECAL that is most sensitive: the one with the smallest mean of the expected limits on eps.
 * The median would not tell: of a count it is a staircase, flat as long as none is expected. From exposure, efficiency
 * and background model alone; no event of the box is looked at.
 */
import { exactExpected, ratesOf, totalPrior } from '../limits/index.js';
import type { RunInput } from './input.js';
import { combine, signalBins } from './model.js';

/** GeV: the edges that are tried. */
const FIRST = 40;
const LAST = 60;
const STEP = 1;
export const EDGES: readonly number[] = Array.from(
  { length: (LAST - FIRST) / STEP + 1 },
  (_, i) => FIRST + i * STEP,
);

export interface EdgePoint {
  readonly edgeGeV: number;
  /** Events below the edge. */
  readonly background: number;
  /** A' per electron on target at eps = 1 that leave less than the edge. */
  readonly yieldPerEot: number;
  /** Mean expected limits, exact: in events, and on eps. */
  readonly meanEvents: number;
  readonly meanEps: number;
}

export interface EdgeRow {
  readonly massGeV: number;
  readonly points: readonly EdgePoint[];
  readonly best: EdgePoint;
  /** Limit on eps with the card's edge over the best one; null where the card's is none of those tried. */
  readonly cardOverBest: number | null;
  /** Edges from and to which the limit is within one percent of the best. */
  readonly within1Percent: readonly [from: number, to: number];
}

export interface BoxEdge {
  readonly schema: 'spillway.box-edge/1';
  readonly cl: number;
  readonly electronsOnTarget: number;
  /** How the background was had, of each run. */
  readonly backgroundMethods: readonly string[];
  readonly cardEdgeGeV: number;
  readonly rows: readonly EdgeRow[];
}

/**
 * The same run with another edge. The efficiency stays: that of what is in the box.
 */
function withEdge(run: RunInput, edge: number): RunInput {
  const { background, box } = run;
  const factor = background.below(edge);
  return {
    ...run,
    box: { ...box, edge },
    background: {
      ...background,
      events: background.events * factor,
      below: (ecal) => background.below(ecal) / factor,
    },
  };
}

/** @param runs with the exposure for which the box is to be best */
export function optimiseBoxEdge(
  runs: readonly RunInput[],
  {
    cl,
    masses,
    edges = EDGES,
  }: {
    readonly cl: number;
    readonly masses: readonly number[];
    readonly edges?: readonly number[];
  },
): BoxEdge {
  const { edge: cardEdge, beam } = runs[0].box;
  const rows = masses.map((massGeV): EdgeRow => {
    const points = edges.map((edge): EdgePoint => {
      const moved = runs.map((run) => withEdge(run, edge));
      const { model, atEps1 } = combine(moved, { massGeV });
      const meanEvents = exactExpected(cl, totalPrior(ratesOf(model))).mean;
      return {
        edgeGeV: edge,
        background: moved.reduce((sum, run) => sum + run.background.events, 0),
        yieldPerEot: signalBins(massGeV, { beam, edge }, 1)[0],
        meanEvents,
        meanEps: Math.sqrt(meanEvents / atEps1),
      };
    });
    const best = points.reduce((a, b) => (b.meanEps < a.meanEps ? b : a));
    const flat = points.filter(({ meanEps }) => meanEps <= 1.01 * best.meanEps);
    const card = points.find(({ edgeGeV }) => edgeGeV === cardEdge);
    return {
      massGeV,
      points,
      best,
      cardOverBest: card ? card.meanEps / best.meanEps : null,
      within1Percent: [flat[0].edgeGeV, flat[flat.length - 1].edgeGeV],
    };
  });
  return {
    schema: 'spillway.box-edge/1',
    cl,
    electronsOnTarget: runs.reduce((sum, run) => sum + run.electrons, 0),
    backgroundMethods: runs.map((run) => run.background.method),
    cardEdgeGeV: cardEdge,
    rows,
  };
}
