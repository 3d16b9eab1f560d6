/** The calorimeters in 3D. The one module that has three.js in it. */
import {
  BoxGeometry,
  BufferGeometry,
  Color,
  EdgesGeometry,
  Group,
  Line,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
  PerspectiveCamera,
  Scene,
  Vector3,
  WebGLRenderer,
} from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import type { Display } from '../../../src/run/display/shape.js';
import { html } from '../dom.js';
import { colour } from '../theme.js';
import { cameraFor } from './camera.js';
import { opacityOf } from './projection.js';
import { type Corner, type Solid, solidsOf, topOf, tracksNear } from './solids.js';

export interface View {
  /** Back to where it was looked at from. */
  reset(): void;
  /** Takes the colours of the page again. */
  recolour(): void;
  close(): void;
}

/** Beside the cells there is room for more. */
const heightFor = (width: number) => (width < 440 ? 380 : 500);
const STEP = 0.12;

/** @throws Error where WebGL cannot be started */
export function view3d(into: HTMLElement, display: Display, inWords: string): View {
  const renderer = new WebGLRenderer({ antialias: true, alpha: true });
  const canvas = renderer.domElement;
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', `Calorimeters in 3D. ${inWords}`);
  const { outlines } = solidsOf(display);
  const labels = labelsOf(outlines);
  into.append(canvas, labels.element);
  const scene = new Scene();
  const length = content(scene, display);
  const camera = new PerspectiveCamera(32, 1, length / 100, 10 * length);
  const controls = new OrbitControls(camera, canvas);
  controls.enablePan = false;
  controls.minDistance = length / 10;
  controls.maxDistance = 3 * length;

  const draw = () => {
    renderer.render(scene, camera);
    labels.place(camera, canvas.clientWidth, canvas.clientHeight);
  };
  const reset = () => {
    const { eye, target, fieldOfView } = cameraFor(outlines, camera.aspect);
    camera.fov = (180 * fieldOfView) / Math.PI;
    camera.updateProjectionMatrix();
    camera.position.set(...eye);
    controls.target.set(...target);
    controls.update();
    draw();
  };
  const recolour = () => {
    scene.traverse(paint);
    draw();
  };
  controls.addEventListener('change', draw);
  canvas.addEventListener('keydown', (event) => {
    if (!turn(camera, controls.target, event.key)) return;
    event.preventDefault();
    controls.update();
    draw();
  });
  const observer = new ResizeObserver(([{ contentRect }]) => {
    const width = Math.floor(contentRect.width);
    if (width === 0) return;
    renderer.setPixelRatio(Math.min(2, devicePixelRatio));
    const height = heightFor(width);
    renderer.setSize(width, height);
    camera.aspect = width / height;
    reset();
  });
  observer.observe(into);
  recolour();
  return {
    reset,
    recolour,
    close() {
      observer.disconnect();
      controls.dispose();
      scene.traverse((object) => {
        if (object instanceof Mesh || object instanceof Line) object.geometry.dispose();
      });
      renderer.dispose();
      canvas.remove();
      labels.element.remove();
    },
  };
}

/** Puts everything in. Display has x to the left of who looks along the beam with y up, as three.js has it. @returns its length */
function content(scene: Scene, display: Display): number {
  const { outlines, cells } = solidsOf(display);
  const along = outlines.flatMap(({ corners }) => corners.map(([, , z]) => z));
  const drawn = new Group();
  for (const solid of outlines) drawn.add(outline(solid));
  // What has little energy first: it is looked through.
  for (const solid of cells.toSorted((a, b) => a.energy - b.energy)) drawn.add(box(solid));
  for (const points of tracksNear(display)) drawn.add(trackLine(points));
  scene.add(drawn);
  return Math.max(...along) - Math.min(...along);
}

/** Names over the modules, which follow them. The preshower is a part of what stands behind it. */
function labelsOf(outlines: readonly Solid[]) {
  const named = outlines.filter(({ name }) => name !== 'ECAL preshower');
  const labels = named.map((solid) => ({
    at: new Vector3(...topOf(solid)),
    element: html('span', {}, solid.name),
  }));
  const element = html(
    'div',
    { class: 'solid-names', 'aria-hidden': true },
    ...labels.map((label) => label.element),
  );
  return {
    element,
    place(camera: PerspectiveCamera, width: number, height: number) {
      for (const { at, element: label } of labels) {
        const { x, y, z } = at.clone().project(camera);
        label.hidden = z > 1;
        label.style.left = `${((1 + x) * width) / 2}px`;
        label.style.top = `${((1 - y) * height) / 2}px`;
      }
    },
  };
}

/** A box turned about y, from its corners. */
function geometryOf({ corners }: Solid): BoxGeometry {
  const [a, up, along, , across] = corners.map((corner) => new Vector3(...corner));
  const far = new Vector3(...corners[7]);
  const geometry = new BoxGeometry(a.distanceTo(across), a.distanceTo(up), a.distanceTo(along));
  const forward = along.clone().sub(a);
  geometry.rotateY(Math.atan2(forward.x, forward.z));
  geometry.translate(...a.add(far).multiplyScalar(0.5).toArray());
  return geometry;
}

function outline(solid: Solid): LineSegments {
  const material = new LineBasicMaterial({ transparent: true, opacity: 0.55 });
  const lines = new LineSegments(new EdgesGeometry(geometryOf(solid)), material);
  lines.userData = { colour: '--muted' };
  return lines;
}

function box(solid: Solid): Group {
  const shade = solid.shade ?? 0;
  const geometry = geometryOf(solid);
  const opacity = opacityOf(shade);
  const mesh = new Mesh(
    geometry,
    new MeshBasicMaterial({ transparent: true, opacity, depthWrite: opacity > 0.8 }),
  );
  const lines = new LineSegments(
    new EdgesGeometry(geometry),
    new LineBasicMaterial({ transparent: true, opacity: Math.min(1, 0.15 + opacity) }),
  );
  mesh.userData = { colour: `--shade-${shade}` };
  lines.userData = { colour: `--shade-${Math.min(11, shade + 2)}` };
  return new Group().add(mesh, lines);
}

function trackLine(points: readonly Corner[]): Line {
  const geometry = new BufferGeometry().setFromPoints(points.map((p) => new Vector3(...p)));
  const line = new Line(geometry, new LineBasicMaterial());
  line.userData = { colour: '--series-2' };
  return line;
}

function paint(object: {
  readonly userData: Record<string, unknown>;
  readonly material?: unknown;
}): void {
  const { material, userData } = object;
  const paints = material instanceof MeshBasicMaterial || material instanceof LineBasicMaterial;
  if (paints && typeof userData.colour === 'string') {
    material.color = new Color(colour(userData.colour));
  }
}

/** @returns whether the key means something */
function turn(camera: PerspectiveCamera, target: Vector3, key: string): boolean {
  const from = camera.position.clone().sub(target);
  const up = new Vector3(0, 1, 0);
  const side = new Vector3().crossVectors(up, from).normalize();
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    from.applyAxisAngle(up, key === 'ArrowLeft' ? -STEP : STEP);
  } else if (key === 'ArrowUp' || key === 'ArrowDown') {
    const tilted = from.clone().applyAxisAngle(side, key === 'ArrowUp' ? -STEP : STEP);
    if (tilted.angleTo(up) < 0.1 || tilted.angleTo(up) > Math.PI - 0.1) return true;
    from.copy(tilted);
  } else if (key === '+' || key === '-') from.multiplyScalar(key === '+' ? 1 / 1.15 : 1.15);
  else return false;
  camera.position.copy(target).add(from);
  return true;
}
