/** Whose numbers these are, how it stands, and what it came to so far. */
import type { Live } from '../../../src/run/live/shape.js';
import { html, setAttribute, setText } from '../dom.js';
import type { Connection } from '../live.js';
import { type Figure, figure } from './figure.js';
import type { Panel } from './panel.js';
import { count, percent, plural, quantity } from './words.js';

type State = Live['control']['state'];

/** Told by symbol and word; the tone comes on top. */
const STATES: Readonly<Record<State, { readonly symbol: string; readonly tone: string }>> = {
  configured: { symbol: '○', tone: 'plain' },
  armed: { symbol: '◔', tone: 'plain' },
  'in spill': { symbol: '▶', tone: 'good' },
  'between spills': { symbol: '▷', tone: 'good' },
  paused: { symbol: '‖', tone: 'warn' },
  stopped: { symbol: '■', tone: 'plain' },
  error: { symbol: '✕', tone: 'bad' },
};

const CONNECTIONS: Readonly<Record<Connection, { readonly words: string; readonly tone: string }>> =
  {
    connecting: { words: '○ connecting', tone: 'plain' },
    connected: { words: '● connected', tone: 'good' },
    lost: { words: '✕ connection lost, connecting again', tone: 'bad' },
  };

/** Runs before this one that are told of. */
const BEFORE = 3;

/** What is read aloud: not that spills follow each other. */
const aloud = (state: State) =>
  state === 'in spill' || state === 'between spills' ? 'The run goes on' : `The run is ${state}`;

export interface Head extends Panel {
  connection(state: Connection): void;
}

export function head(into: HTMLElement): Head {
  const name = html('h1', { id: 'run-name' }, 'Waiting for a run');
  const facts = html('dl');
  const state = html('span', { class: 'state' });
  const words = html('span');
  const spills = figure('totals.spills', count);
  const of = html('small');
  const connected = html('span');
  const told = html('span', { class: 'note' });
  const spoken = html('p', { class: 'hidden', role: 'status' });
  const totals = totalsRow(spills, of);
  into.append(
    html('div', { class: 'identity' }, name, facts),
    html('p', { class: 'standing' }, state, words, connected, told),
    spoken,
    totals.element,
  );
  let last: Live | undefined;
  return {
    connection(now) {
      const { words, tone } = CONNECTIONS[now];
      setText(connected, words);
      setAttribute(connected, 'data-tone', tone);
      if (now === 'lost') setText(spoken, 'The connection to the run is lost');
      else if (last) setText(spoken, aloud(last.control.state));
    },
    show(live) {
      const { run, control } = live;
      setText(name, run.name);
      if (last === undefined || JSON.stringify(factsOf(live)) !== JSON.stringify(factsOf(last))) {
        facts.replaceChildren(
          ...factsOf(live).map(([term, value]) =>
            html('div', { class: 'fact' }, html('dt', {}, term), html('dd', {}, value)),
          ),
        );
      }
      const { symbol, tone } = STATES[control.state];
      const isSaid = control.words.startsWith(control.state);
      setText(state, `${symbol} ${isSaid ? control.words : control.state}`);
      setAttribute(state, 'data-tone', tone);
      setText(words, isSaid ? '' : control.words);
      setText(spoken, aloud(control.state));
      setText(told, `as of ${new Date().toLocaleTimeString('en-GB')}`);
      setText(of, ` of ${count(run.spills)}`);
      totals.show(live);
      last = live;
    },
  };
}

function factsOf({ source, speed, run, runs, version }: Live): readonly [string, string][] {
  const pace = typeof speed === 'number' ? `${speed} times as fast` : `speed ${speed}`;
  const told = runs.slice(-BEFORE).map(({ number, spills, reason }) => {
    return `${number}: ${plural(spills, 'spill')}${reason === null ? '' : `, ${reason}`}`;
  });
  const before = runs.length > BEFORE ? ['…', ...told] : told;
  return [
    ['run', `${run.number} in ${run.directory}`],
    ['card', `${run.card} (${run.cardHash.slice(0, 8)})`],
    ['seed', run.seed],
    ['fidelity', run.fidelity],
    ['mode', run.mode],
    ['source', `${source}, ${pace}`],
    ['version', version],
    ...(before.length > 0 ? ([['before', before.join('; ')]] as [string, string][]) : []),
  ];
}

function totalsRow(spills: Figure, of: HTMLElement) {
  const liveFraction = figure('totals.liveFraction', (x) => percent(x, 2));
  const tiles: readonly (readonly [string, readonly Figure[], HTMLElement?])[] = [
    ['spills', [spills], of],
    ['bad spills', [figure('totals.badSpills', count)]],
    ['electrons on target', [figure('totals.electronsOnTarget', quantity)]],
    ['… by the scalers', [figure('totals.electronsOnTargetScaler', quantity)]],
    ['triggers', [figure('totals.triggers', count)]],
    ['live fraction', [liveFraction]],
    ['recorded, all types', [figure('totals.recorded', count)]],
    ['physics: open', [figure('totals.recordedPhysics.open', count)]],
    ['sealed', [figure('totals.recordedPhysics.sealed', count)]],
    ['set aside', [figure('totals.recordedPhysics.setAside', count)]],
  ];
  const element = html(
    'dl',
    { class: 'totals' },
    ...tiles.map(([term, figures, after]) =>
      html(
        'div',
        { class: 'total' },
        html('dt', {}, term),
        html('dd', {}, ...figures.map(({ element }) => element), ...(after ? [after] : [])),
      ),
    ),
  );
  return {
    element,
    show(live: Live) {
      for (const [, figures] of tiles) for (const each of figures) each.show(live);
      if (live.totals.liveFraction === null) setText(liveFraction.element, '–');
    },
  };
}
