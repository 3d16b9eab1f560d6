/**
 * Run control from another process through the directory: the side of who writes it. The other one is ask.ts.
 */
import { type Problem, UsageError } from '../../core/errors.js';
import type { RunControl } from './index.js';
import type { Command, State } from './table.js';
import { served } from './folder.js';

/** How often requests are looked for and the state is written, ms. */
const SERVE_MS = 100;
/** Those that another process may give. */
export const REQUESTS = ['pause', 'resume', 'stop'] as const satisfies readonly Command[];
export type Request = (typeof REQUESTS)[number];

/** The reason that stands in the record of what was asked for so. */
export const BY = 'spillway control';

/** Of a run, a campaign or a scan that is being written. */
export interface ControlState {
  readonly state: State;
  /** What will be once those under way are done. */
  readonly asked: 'pause' | 'stop' | null;
  readonly reason: string | null;
  /** Spills, or points of a scan, that were begun and are not in the journal. */
  readonly underWay: number;
}

export const controlState = ({ situation, state }: RunControl): ControlState => ({
  state,
  asked: situation.phase === 'pausing' ? 'pause' : situation.phase === 'stopping' ? 'stop' : null,
  reason: situation.reason,
  underWay: situation.underWay,
});

export interface Answer {
  /** Why it was refused. */
  readonly problem?: Problem;
  readonly state: ControlState;
}

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
  const answer = (request: unknown): Answer => {
    try {
      if (!isRequest(request)) {
        const expected = `one of ${REQUESTS.join(', ')}`;
        throw new UsageError({ what: 'request', got: JSON.stringify(request), expected });
      }
      control.command(request.command, BY);
      return { state: controlState(control) };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return { problem: error.problems[0], state: controlState(control) };
    }
  };
  const serve = () => {
    for (const { name, request } of served.take<unknown>(directory)) {
      const reply = answer(request);
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

const isRequest = (request: unknown): request is { readonly command: Request } =>
  REQUESTS.includes((request as { command?: Request } | null)?.command as Request);
