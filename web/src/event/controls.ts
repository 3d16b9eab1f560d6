/** Which event is looked at: by number, or the next of a kind. */
import { askFor } from '../ask.js';
import { html } from '../dom.js';

export interface Asked {
  readonly run: number;
  readonly spill: number;
  readonly event: number;
}

const KINDS = [
  ['I', 'Region I', 'muon pairs made in the dump'],
  ['II', 'Region II', 'hadrons made in the dump, all of their energy seen'],
  ['A', 'Sideband A', 'neutral hadrons made in the dump'],
  ['C', 'Sideband C', 'energy lost before the ECAL'],
  ['fault', 'Fault', 'events that an alarm names'],
] as const;

export const addressOf = ({ run, spill, event }: Asked): string =>
  `#/event/${run}/${spill}/${event}`;

const go = (asked: Asked) => {
  location.hash = addressOf(asked);
};

type Say = (words: string, isWrong: boolean) => void;

export function controls(into: HTMLElement, asked: Asked, say: Say): void {
  const spill = number('spill', asked.spill);
  const event = number('event', asked.event);
  const form = html(
    'form',
    { class: 'which' },
    html('label', {}, 'Spill', spill),
    html('label', {}, 'Event', event),
    html('button', { type: 'submit' }, 'Show'),
    step('Previous', asked, -1),
    step('Next', asked, 1),
  );
  form.addEventListener('submit', (submitted) => {
    submitted.preventDefault();
    if (form.reportValidity())
      go({ ...asked, spill: spill.valueAsNumber, event: event.valueAsNumber });
  });
  const kinds = KINDS.map(([kind, label, means]) => {
    const button = html('button', { type: 'button', 'data-kind': kind, title: means }, label);
    button.addEventListener('click', () => search(asked, kind, label, say));
    return button;
  });
  into.append(
    html(
      'div',
      { class: 'event-controls' },
      form,
      html(
        'div',
        { class: 'next', role: 'group', 'aria-label': 'The next event of a kind' },
        html('span', {}, 'Next of'),
        ...kinds,
      ),
    ),
  );
}

const number = (name: string, value: number) =>
  html('input', { type: 'number', name, min: 1, max: 999_999_999, step: 1, required: true, value });

function step(label: string, asked: Asked, by: number): HTMLButtonElement {
  const event = asked.event + by;
  const button = html('button', { type: 'button', disabled: event < 1 }, label);
  button.addEventListener('click', () => go({ ...asked, event }));
  return button;
}

async function search(asked: Asked, kind: string, label: string, say: Say): Promise<void> {
  const { run, spill, event } = asked;
  say(`Searching ${label} …`, false);
  try {
    const query = `run=${run}&kind=${kind}&spill=${spill}&event=${event}`;
    const next = await askFor<Pick<Asked, 'spill' | 'event'>>(`/api/event/next?${query}`);
    go({ run, ...next });
  } catch (error) {
    say((error as Error).message, true);
  }
}
