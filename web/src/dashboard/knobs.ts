/** What may be changed at the next spill. */
import type { Live } from '../../../src/run/live/shape.js';
import { ask } from '../ask.js';
import { html, setAttribute, setText, subscripted } from '../dom.js';
import type { Panel } from './panel.js';
import { scientific } from './words.js';

type Shown = Live['knobs'][number];

/** Of the slider. */
const STEPS = 400;
/** Without a further step, until it is asked for: arrow keys are many changes, and each would begin a run. */
const SETTLED_MS = 500;

export function knobs(into: HTMLElement): Panel {
  const section = html('section', { class: 'knobs', 'aria-label': 'Changes at the next spill' });
  const why = html('p', { class: 'note' }, 'Waiting for a run.');
  const said = html('p', { class: 'said', role: 'alert' });
  section.append(why, said);
  into.append(section);
  const change = async (knob: Shown, value: number) => {
    setText(said, '');
    await ask('/api/change', { [knob.name]: value }).catch((error: Error) => {
      setText(said, `${knob.label}: ${error.message}`);
    });
  };
  const made = new Map<string, ReturnType<typeof knob>>();
  return {
    show({ knobs: all, source, control }) {
      for (const each of all) {
        let own = made.get(each.name);
        if (own === undefined) {
          own = knob(each, change);
          made.set(each.name, own);
          section.insertBefore(own.element, why);
        }
        own.show(each, control.state === 'stopped' || control.state === 'error');
      }
      for (const [name, own] of made) own.element.hidden = !all.some((k) => k.name === name);
      setText(why, reason(source, all.length, control.state));
    },
    close() {
      for (const own of made.values()) own.close();
    },
  };
}

function reason(source: Live['source'], knobs: number, state: Live['control']['state']): string {
  if (source === 'replay') return 'A replay: intensity and threshold are as they were recorded.';
  if (knobs === 0) return 'Nothing of this run can be changed.';
  if (state === 'stopped' || state === 'error') return `The run is ${state}: no spill comes.`;
  return 'A change takes effect at the next spill, and marks the record.';
}

/** A slider and a field of one number. */
function knob(first: Shown, change: (knob: Shown, value: number) => void) {
  let shown = first;
  const id = `knob-${first.name}`;
  const slider = html('input', {
    ...{ type: 'range', id, min: 0, max: STEPS, step: 1 },
    'aria-describedby': `${id}-next`,
  });
  const field = html('input', {
    ...{ type: 'number', min: first.from, max: first.to, step: 'any' },
    'aria-label': `${first.label}, ${first.unit}`,
  });
  const next = html('span', { class: 'next', id: `${id}-next` });
  const element = html(
    'div',
    { class: 'knob' },
    html('label', { for: id }, ...subscripted(first.label)),
    slider,
    field,
    html('span', { class: 'note' }, first.unit),
    next,
  );
  /** Somebody is at it: what comes from the run does not move it. */
  let held = false;
  const put = (value: number) => {
    slider.value = `${Math.round(STEPS * place(shown, value))}`;
    setAttribute(slider, 'aria-valuetext', `${scientific(value)} ${shown.unit}`);
    field.value = `${value}`;
  };
  slider.addEventListener('input', () => {
    held = true;
    const value = rounded(valueAt(shown, Number(slider.value) / STEPS));
    field.value = `${value}`;
    setAttribute(slider, 'aria-valuetext', `${scientific(value)} ${shown.unit}`);
  });
  let settling: ReturnType<typeof setTimeout> | undefined;
  slider.addEventListener('change', () => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      held = false;
      change(shown, Number(field.value));
    }, SETTLED_MS);
  });
  field.addEventListener('input', () => {
    held = true;
  });
  field.addEventListener('change', () => {
    held = false;
    if (field.value !== '') change(shown, field.valueAsNumber);
  });
  field.addEventListener('blur', () => {
    held = false;
  });
  return {
    element,
    close: () => clearTimeout(settling),
    show(now: Shown, over: boolean) {
      const moved = now.value !== shown.value || now.next !== shown.next || field.value === '';
      shown = now;
      slider.disabled = over;
      field.disabled = over;
      setText(
        next,
        now.next === null
          ? ''
          : `◷ now ${scientific(now.value)}; ${scientific(now.next)} waits for the next spill`,
      );
      if (!held && moved) put(now.next ?? now.value);
    },
  };
}

const place = ({ scale, from, to }: Shown, value: number): number =>
  scale === 'log' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);

const valueAt = ({ scale, from, to }: Shown, place: number): number =>
  scale === 'log' ? from * (to / from) ** place : from + place * (to - from);

const rounded = (value: number): number => Number(value.toPrecision(3));
