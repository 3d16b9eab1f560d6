/** The calorimeters from a slanted direction; where there is WebGL in 3D, which is fetched when it comes into sight. */
import type { Display } from '../../../src/run/display/shape.js';
import { frame } from '../dashboard/panel.js';
import { picture } from '../dashboard/picture.js';
import { html, setText } from '../dom.js';
import { energyWords } from './energy.js';
import type { Part } from './part.js';
import { projection } from './projection.js';
import { solidsOf } from './solids.js';
import type { View } from './view3d.js';

export function calorimeters(into: HTMLElement, display: Display): Part {
  const { body, tools, words } = frame(into, 'solids', 'Calorimeters');
  const place = html('div', { class: 'solids-place' });
  body.append(place);
  const drawn = picture(
    place,
    'Calorimeters, projected',
    (width) => (width < 440 ? 380 : 500),
    (width, height) => projection(display, width, height),
  );
  drawn.draw(display.id, () => inWords(display));
  setText(words, 'Projected; the fuller a cell, the more energy.');

  let view: View | null = null;
  let left = false;
  const begin = async () => {
    if (!hasWebGl()) {
      setText(words, 'Projected: this browser has no WebGL for a view in 3D.');
      return;
    }
    const { view3d } = await import('./view3d.js');
    if (left) return;
    try {
      view = view3d(place, display, inWords(display));
    } catch {
      setText(words, 'Projected: WebGL could not be started.');
      return;
    }
    drawn.close();
    place.querySelector('svg')?.remove();
    const back = html('button', { type: 'button' }, 'Turn back');
    back.addEventListener('click', () => view?.reset());
    tools.append(back);
    setText(words, 'Drag or use the arrow keys to turn it; wheel, + and − to come nearer.');
  };
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    void begin();
  });
  watch.observe(place);
  return {
    recolour: () => view?.recolour(),
    close() {
      left = true;
      watch.disconnect();
      drawn.close();
      view?.close();
    },
  };
}

function hasWebGl(): boolean {
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}

function inWords(display: Display): string {
  const { cells } = solidsOf(display);
  const [first] = cells.toSorted((a, b) => b.energy - a.energy);
  if (!first) return 'No cell has more than 10 MeV.';
  return `${cells.length} cells of ECAL and HCAL have more than 10 MeV; the highest is ${first.name} with ${energyWords(first.energy)}. Every cell is in the tables of cells.`;
}
