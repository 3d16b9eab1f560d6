/**
 * From where the calorimeters are seen: from before the ECAL, beside and above it, so near that it is not lost before the
 * modules of the HCAL. The 3D view begins there, and the projection is what is seen from there.
 */
import type { Corner, Solid } from './solids.js';

export interface Camera {
  readonly eye: Corner;
  /** What it looks at, in the middle of the picture. */
  readonly target: Corner;
  /** From the lower to the upper edge of the picture, rad. */
  readonly fieldOfView: number;
}

/** Of the eye, mm from the middle of the first solid: x, y, z. */
const FROM: Corner = [1500, 950, -1750];
/** Mm before the eye: what the view turns about. */
const TURNS_ABOUT = 4500;
/** Around all solids. */
const ROOM = 1.08;

const add = (a: Corner, b: Corner, by = 1): Corner => [
  a[0] + by * b[0],
  a[1] + by * b[1],
  a[2] + by * b[2],
];
const dot = (a: Corner, b: Corner): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const unit = (a: Corner): Corner => {
  const length = Math.sqrt(dot(a, a));
  return [a[0] / length, a[1] / length, a[2] / length];
};
const cross = (a: Corner, b: Corner): Corner => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Right, up and away from who looks that way, each of length 1. */
function basisOf(away: Corner): { right: Corner; up: Corner; away: Corner } {
  const right = unit(cross(away, [0, 1, 0]));
  return { right, up: cross(right, away), away };
}

/** To the right, up and away, in units of how far it is away. */
function seen(corner: Corner, eye: Corner, { right, up, away }: ReturnType<typeof basisOf>) {
  const from = add(corner, eye, -1);
  const far = dot(from, away);
  return { x: dot(from, right) / far, y: dot(from, up) / far, far };
}

const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
const half = (values: readonly number[]) => (Math.max(...values) - Math.min(...values)) / 2;

/** @param aspect width by height of the picture, in which all solids are seen */
export function cameraFor(solids: readonly Solid[], aspect: number): Camera {
  const corners = solids.flatMap((solid) => solid.corners);
  const first = solids.reduce((a, b) => (b.corners[0][2] < a.corners[0][2] ? b : a)).corners;
  const at = (axis: 0 | 1 | 2) => middle(first.map((corner) => corner[axis]));
  const eye = add([at(0), at(1), at(2)], FROM);
  let basis = basisOf([0, 0, 1]);
  let shown: readonly { x: number; y: number }[] = [];
  // Each time what is seen comes nearer to the middle.
  for (let i = 0; i < 8; i++) {
    shown = corners.map((corner) => seen(corner, eye, basis));
    const [x, y] = [middle(shown.map((s) => s.x)), middle(shown.map((s) => s.y))];
    basis = basisOf(unit(add(add(basis.away, basis.right, x), basis.up, y)));
  }
  const high = Math.max(half(shown.map((s) => s.y)), half(shown.map((s) => s.x)) / aspect);
  return {
    eye,
    target: add(eye, basis.away, TURNS_ABOUT),
    fieldOfView: 2 * Math.atan(ROOM * high),
  };
}

/** To pixels in a picture, and how far away it is, mm. */
export function projector(camera: Camera, width: number, height: number) {
  const { eye, target, fieldOfView } = camera;
  const basis = basisOf(unit(add(target, eye, -1)));
  const scale = height / 2 / Math.tan(fieldOfView / 2);
  return (corner: Corner): { x: number; y: number; far: number } => {
    const { x, y, far } = seen(corner, eye, basis);
    return { x: width / 2 + scale * x, y: height / 2 - scale * y, far };
  };
}
