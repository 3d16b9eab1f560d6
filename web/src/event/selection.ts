/** Which cuts the event passes, and in which regions it counts. */
import type { Display } from '../../../src/run/display/shape.js';
import { frame } from '../dashboard/panel.js';
import { html, setText, subscripted } from '../dom.js';
import type { Part } from './part.js';
import { no, table, yes } from './trigger.js';

export function selection(into: HTMLElement, { selection: shown, types }: Display): Part {
  const { body, words } = frame(into, 'selection', 'Selection');
  if (!shown) {
    setText(words, 'No cut and no region is shown of a sealed event.');
    return {};
  }
  const { cuts, regions } = shown;
  const first = cuts.findIndex(({ passes }) => !passes);
  setText(words, '');
  body.append(
    html(
      'p',
      { class: 'answer' },
      ...subscripted(answer(first < 0 ? null : cuts[first].name, regions, types)),
    ),
    table(
      'Cuts in the order of the flow',
      ['cut', 'by itself', 'in the flow'],
      cuts.map(({ name, passes }, i) => [
        ...[name, passes ? yes('passes') : no('fails')],
        first < 0 || i < first ? 'counted' : i === first ? 'ends here' : '–',
      ]),
    ),
  );
  return {};
}

function answer(
  failed: string | null,
  regions: readonly string[],
  types: readonly string[],
): string {
  const flow = failed === null ? 'Passes every cut' : `Fails first at ${failed}`;
  if (!types.includes('physics')) return `${flow}; it is no physics trigger, and in no region.`;
  return `${flow}; ${regions.length === 0 ? 'in no region' : `counts in: ${regions.join(', ')}`}.`;
}
