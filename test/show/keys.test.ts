/** Keys of a run on a terminal: what they do, and what the terminal would have done itself. */
import { EventEmitter } from 'node:events';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RunControl } from '../../src/run/control/index.js';
import { listenToKeys, type Terminal } from '../../src/show/cli/keys.js';

/** A terminal whose keys are pressed by hand. */
function terminal(isTTY = true) {
  const keys = new EventEmitter();
  const state = { isRaw: false, isRead: false, raised: [] as string[], isInForeground: true };
  const stdin = {
    isTTY,
    setRawMode: (mode: boolean) => {
      state.isRaw = mode;
    },
    on: keys.on.bind(keys),
    off: keys.off.bind(keys),
    resume: () => {
      state.isRead = true;
    },
    pause: () => {
      state.isRead = false;
    },
  } as unknown as Terminal;
  const signals = {
    raise: (signal: string) => state.raised.push(signal),
    isInForeground: () => state.isInForeground,
  };
  const press = (text: string) => keys.emit('data', Buffer.from(text));
  return { stdin, state, signals, press };
}

function started(): RunControl {
  const control = new RunControl();
  control.command('arm');
  control.command('start');
  return control;
}

test('p and space pause and resume, q stops, anything else is nothing', () => {
  const control = started();
  const { stdin, signals, press } = terminal();
  const { end } = listenToKeys(stdin, control, signals);
  press('p');
  assert.equal([control.state, control.situation.reason], ['paused', 'key p']);
  press(' ');
  assert.is(control.state, 'between spills');
  press('xP\r\u001b[A');
  assert.is(control.state, 'between spills');
  control.spills(1, 2).next();
  press('p');
  assert.is(control.situation.phase, 'pausing');
  press('p');
  assert.is(control.situation.phase, 'in spill');
  press('pq');
  assert.equal([control.situation.phase, control.stopped], ['stopping', 'key q']);
  press('pq ');
  assert.is(control.situation.phase, 'stopping');
  control.tell('spill ended');
  press('pq ');
  assert.is(control.state, 'stopped');
  end();
});

test('before it is started p is nothing', () => {
  const control = new RunControl();
  const { stdin, signals, press } = terminal();
  const { end } = listenToKeys(stdin, control, signals);
  press('p');
  assert.is(control.state, 'configured');
  end();
});

test('Ctrl-C and Ctrl-\\ are signals as ever, Ctrl-Z gives the terminal back until it goes on', () => {
  const control = started();
  const { stdin, state, signals, press } = terminal();
  const keys = listenToKeys(stdin, control, signals);
  assert.equal([state.isRaw, state.isRead, keys.isListening()], [true, true, true]);
  press('\u0003\u001c');
  assert.equal(state.raised, ['SIGINT', 'SIGQUIT']);
  press('\u001a');
  assert.equal(state.raised.at(-1), 'SIGTSTP');
  assert.equal([state.isRaw, state.isRead, keys.isListening()], [false, false, false]);
  // bg: the shell has the terminal.
  state.isInForeground = false;
  process.emit('SIGCONT', 'SIGCONT');
  assert.equal([state.isRaw, state.isRead], [false, false]);
  state.isInForeground = true;
  process.emit('SIGCONT', 'SIGCONT');
  assert.equal([state.isRaw, state.isRead, keys.isListening()], [true, true, true]);
  press('p');
  assert.is(control.state, 'paused');
  keys.end();
  assert.equal([state.isRaw, state.isRead, keys.isListening()], [false, false, false]);
  press('p');
  assert.is(control.state, 'paused');
  process.emit('SIGCONT', 'SIGCONT');
  assert.is(state.isRaw, false);
});

test('no terminal, or one that is not ours: it is left alone', () => {
  for (const [isTTY, isInForeground] of [
    [false, true],
    [true, false],
  ]) {
    const control = started();
    const { stdin, state, signals, press } = terminal(isTTY);
    state.isInForeground = isInForeground;
    const { end } = listenToKeys(stdin, control, signals);
    press('p');
    assert.equal([state.isRaw, state.isRead, control.state], [false, false, 'between spills']);
    end();
  }
});

test.run();
