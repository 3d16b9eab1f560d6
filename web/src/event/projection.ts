/** The calorimeters as the 3D view begins, in SVG: shown until there is that view, and where there is none. */
import type { Display } from '../../../src/run/display/shape.js';
import { path, px, text } from '../dashboard/picture.js';
import { svg } from '../dom.js';
import { cameraFor, projector } from './camera.js';
import { energyWords } from './energy.js';
import { type Corner, FACES, type Solid, solidsOf, topOf, tracksNear } from './solids.js';

type Place = ReturnType<ReturnType<typeof projector>>;
type To = (corner: Corner) => Place;

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const at = ({ x, y }: Place) => `${px(x)},${px(y)}`;

export function projection(display: Display, width: number, height: number): Node[] {
  const { outlines, cells } = solidsOf(display);
  const to = projector(cameraFor(outlines, width / height), width, height);
  const far = ({ corners }: Solid) => mean(corners.map((corner) => to(corner).far));
  const tracks = tracksNear(display).map((points) =>
    path('track', `M${points.map((point) => at(to(point))).join('L')}`),
  );
  return [
    ...outlines.map((solid) => svg('path', { class: 'outline', d: edges(solid, to) })),
    ...tracks,
    ...cells.toSorted((a, b) => far(b) - far(a)).map((solid) => faces(solid, to)),
    ...outlines.flatMap((solid) => {
      const { x, y } = to(topOf(solid));
      // The preshower is a part of what stands behind it.
      return solid.name === 'ECAL preshower'
        ? []
        : [text('tick haloed', x, y - 6, solid.name, { 'text-anchor': 'middle' })];
    }),
  ];
}

const edges = ({ corners }: Solid, to: To) =>
  FACES.map((face) => `M${face.map((i) => at(to(corners[i]))).join('L')}Z`).join('');

/** The three faces that are seen; the fuller the more energy there is. */
function faces({ corners, name, energy, shade }: Solid, to: To): SVGElement {
  const far = (face: readonly number[]) => mean(face.map((i) => to(corners[i]).far));
  const near = FACES.toSorted((a, b) => far(a) - far(b)).slice(0, 3);
  return svg(
    'g',
    { class: `solid shade-${shade}`, 'fill-opacity': opacityOf(shade ?? 0).toFixed(2) },
    svg('title', {}, `${name}: ${energyWords(energy)}`),
    ...near.map((face) => svg('path', { d: `M${face.map((i) => at(to(corners[i]))).join('L')}Z` })),
  );
}

/** Of a shade: what has little energy does not hide the rest. */
export const opacityOf = (shade: number): number => 0.08 + 0.87 * (shade / 11) ** 1.4;
