/**
 * Run control from another process through the directory: the side of who writes it. The other one is ask.ts.
 */
import { UsageError } from '../../core/errors.js';
import type { RunControl } from './index.js';
import { served } from './folder.js';
import { type Answer, type ControlState, parseRequest } from './text.js';

/** How often requests are looked for and the state is written, ms. */
const SERVE_MS = 100;
/** The reason that stands in the record of what was asked for so. */
export const BY = 'spillway control';

export const controlState = ({ situation, state }: RunControl): ControlState => ({
  state,
  asked: situation.phase === 'pausing' ? 'pause' : situation.phase === 'stopping' ? 'stop' : null,
  reason: situation.reason,
  underWay: situation.underWay,
});

/**
 * Serves requests for a directory that this process has locked. What goes wrong with it never ends the run.
 * @returns what ends the service
 */
export function serveRequests(directory: string, control: RunControl): () => void {
  let written = '';
  const attempt = (what: () => void) => {
    try {
      what();
    } catch {
      // A full disk, or a folder that somebody has removed: the run goes on without being asked.
    }
  };
  const publish = () => {
    const state = controlState(control);
    const text = JSON.stringify(state);
    if (text === written) return;
    served.publishState(directory, state);
    written = text;
  };
  const answer = (text: string): Answer => {
    try {
      control.command(parseRequest(text), BY);
      return { state: controlState(control) };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return { problem: error.problems[0], state: controlState(control) };
    }
  };
  const serve = () => {
    for (const { name, text } of served.take(directory)) {
      const reply = answer(text);
      publish();
      served.answer(directory, name, reply);
    }
    publish();
  };
  attempt(() => served.open(directory));
  attempt(publish);
  // While a run is paused this timer alone keeps the process.
  const timer = setInterval(() => attempt(serve), SERVE_MS);
  return () => {
    clearInterval(timer);
    attempt(() => served.close(directory));
  };
}
