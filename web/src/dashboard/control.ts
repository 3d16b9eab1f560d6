/** Start, pause, stop: by button and by key. */
import type { Live } from '../../../src/run/live/shape.js';
import { ask } from '../ask.js';
import { html, setAttribute, setText } from '../dom.js';
import type { Panel } from './panel.js';

type Command = Live['control']['possible'][number];

interface Button {
  readonly label: string;
  readonly key: string;
  /** The first that is possible is commanded. */
  readonly commands: readonly Command[];
}

/** Of the run that ends, the key is one that is not hit by chance. */
const BUTTONS: readonly Button[] = [
  { label: 'Start', key: 's', commands: ['start', 'resume'] },
  { label: 'Pause', key: 'p', commands: ['pause'] },
  { label: 'Stop', key: 'S', commands: ['stop'] },
];

const KEYS = 'spillway.keys';
/** Where letters mean something else. */
const TYPED = 'input:not([type="checkbox"], [type="range"]), select, textarea';

export function control(into: HTMLElement): Panel {
  const said = html('p', { class: 'said', role: 'alert' });
  const command = async (name: Command) => {
    setText(said, '');
    await ask('/api/control', { command: name }).catch((error: Error) => {
      setText(said, `${name}: ${error.message}`);
    });
  };
  let possible: readonly Command[] = [];
  const buttons = BUTTONS.map((button) => {
    const label = html('span', {}, button.label);
    const hint = button.key === 'S' ? 'Shift S' : button.key.toUpperCase();
    const element = html(
      'button',
      { type: 'button', disabled: true, 'aria-keyshortcuts': hint.replace(' ', '+') },
      label,
      html('kbd', { 'aria-hidden': 'true' }, hint),
    );
    const press = () => {
      const name = button.commands.find((each) => possible.includes(each));
      if (name) void command(name);
    };
    element.addEventListener('click', press);
    return { ...button, element, label, press };
  });
  const keys = html('input', { type: 'checkbox' });
  keys.checked = localStorage.getItem(KEYS) !== 'off';
  keys.addEventListener('change', () => localStorage.setItem(KEYS, keys.checked ? 'on' : 'off'));
  into.append(
    html(
      'div',
      { class: 'commands', role: 'group', 'aria-label': 'Run control' },
      ...buttons.map(({ element }) => element),
      html('label', {}, keys, 'keys'),
    ),
    said,
  );
  const onKey = (event: KeyboardEvent) => {
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if ((event.target as Element).closest(TYPED)) return;
    const found = buttons.find(({ key }) => key === event.key);
    if (found === undefined) return;
    event.preventDefault();
    found.press();
  };
  addEventListener('keydown', onKey);
  return {
    show({ control }) {
      ({ possible } = control);
      for (const {
        element,
        label,
        commands,
        label: { textContent },
      } of buttons) {
        const name = commands.find((each) => possible.includes(each));
        setAttribute(element, 'disabled', name === undefined ? '' : null);
        if (commands.includes('resume')) {
          const words = name === 'resume' ? 'Resume' : 'Start';
          if (textContent !== words) setText(label, words);
        }
      }
    },
    close: () => removeEventListener('keydown', onKey),
  };
}
