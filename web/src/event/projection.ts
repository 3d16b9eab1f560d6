/** The calorimeters projected along a slanted direction, as SVG: shown until there is a 3D view, and where there is none. */
import type { Display } from '../../../src/run/display/shape.js';
import { path, px, text } from '../dashboard/picture.js';
import { svg } from '../dom.js';
import { energyWords } from './energy.js';
import { type Corner, FACES, type Solid, solidsOf, tracksNear } from './solids.js';

/** Seen from before the ECAL, from the side and from above: angles about y and then about x, rad. */
const YAW = -0.95;
const PITCH = 0.42;

/** Right, up, and away from who looks. */
function turned([x, y, z]: Corner): Corner {
  const [cy, sy] = [Math.cos(YAW), Math.sin(YAW)];
  const [cp, sp] = [Math.cos(PITCH), Math.sin(PITCH)];
  const right = x * cy - z * sy;
  const away = x * sy + z * cy;
  return [right, y * cp - away * sp * -1, away * cp - y * sp];
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const depthOf = ({ corners }: Solid) => mean(corners.map((corner) => turned(corner)[2]));

export function projection(display: Display, width: number, height: number): Node[] {
  const { outlines, cells } = solidsOf(display);
  const flat = outlines.flatMap(({ corners }) => corners.map(turned));
  const [x0, x1] = [Math.min(...flat.map((p) => p[0])), Math.max(...flat.map((p) => p[0]))];
  const [y0, y1] = [Math.min(...flat.map((p) => p[1])), Math.max(...flat.map((p) => p[1]))];
  const scale = Math.min((width - 40) / (x1 - x0), (height - 60) / (y1 - y0));
  const to = (corner: Corner): string => {
    const [right, up] = turned(corner);
    return `${px(width / 2 + scale * (right - (x0 + x1) / 2))},${px(height / 2 + 8 - scale * (up - (y0 + y1) / 2))}`;
  };
  const first = Math.min(...outlines.flatMap(({ corners }) => corners.map(([, , z]) => z)));
  const byDepth = cells.toSorted((a, b) => depthOf(b) - depthOf(a));
  return [
    ...outlines.map((solid) => svg('path', { class: 'outline', d: edges(solid, to) })),
    ...tracksNear(display, first - 1500).map((points) =>
      path('track', `M${points.map(to).join('L')}`),
    ),
    ...byDepth.map((solid) => faces(solid, to)),
    ...outlines.map(({ name, corners }) => {
      const [x, y] = to(corners.toSorted((a, b) => turned(b)[1] - turned(a)[1])[0]).split(',');
      return text('tick haloed', Number(x), Number(y) - 5, name === 'ECAL preshower' ? '' : name, {
        'text-anchor': 'middle',
      });
    }),
  ];
}

type To = (corner: Corner) => string;

const edges = ({ corners }: Solid, to: To) =>
  FACES.map((face) => `M${face.map((i) => to(corners[i])).join('L')}Z`).join('');

/** The three faces that are seen; the fuller the more energy there is. */
function faces({ corners, name, energy, shade }: Solid, to: To): SVGElement {
  const near = FACES.toSorted(
    (a, b) => mean(a.map((i) => turned(corners[i])[2])) - mean(b.map((i) => turned(corners[i])[2])),
  ).slice(0, 3);
  return svg(
    'g',
    { class: `solid shade-${shade}`, 'fill-opacity': opacityOf(shade ?? 0).toFixed(2) },
    svg('title', {}, `${name}: ${energyWords(energy)}`),
    ...near.map((face) => svg('path', { d: `M${face.map((i) => to(corners[i])).join('L')}Z` })),
  );
}

/** Of a shade: what has little energy does not hide the rest. */
export const opacityOf = (shade: number): number => 0.08 + 0.87 * (shade / 11) ** 1.4;
