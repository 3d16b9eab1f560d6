/** What stands in the files of the folder `control/`, from texts that anybody may have written. */
import * as v from 'valibot';
import { type Problem, UsageError } from '../../core/errors.js';
import { type Command, STATES } from './table.js';

/** Those that another process may give. */
export const REQUESTS = ['pause', 'resume', 'stop'] as const satisfies readonly Command[];
export type Request = (typeof REQUESTS)[number];

const State = v.object({
  state: v.picklist(STATES),
  /** What will be once those under way are done. */
  asked: v.nullable(v.picklist(['pause', 'stop'])),
  reason: v.nullable(v.string()),
  /** Spills, or points of a scan, that were begun and are not in the journal. */
  underWay: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

/** Of a run, a campaign or a scan that is being written. */
export type ControlState = Readonly<v.InferOutput<typeof State>>;

const part = v.optional(v.string());
const Told = v.object({
  problem: v.optional(
    v.object({ where: part, what: part, fault: part, got: part, expected: part, next: part }),
  ),
  state: State,
});

export interface Answer {
  /** Why it was refused. */
  readonly problem?: Problem;
  readonly state: ControlState;
}

const parsed = <T>(shape: v.GenericSchema<unknown, T>, text: string): T | null => {
  const { success, output } = v.safeParse(shape, jsonOf(text));
  return success ? output : null;
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Null where it is none. */
export const parseState = (text: string): ControlState | null => parsed(State, text);
export const parseAnswer = (text: string): Answer | null => parsed(Told, text) as Answer | null;

/** @throws UsageError where it is none */
export function parseRequest(text: string): Request {
  const request = jsonOf(text) as { readonly command?: Request } | null | undefined;
  const command = REQUESTS.find((one) => one === request?.command);
  if (command !== undefined) return command;
  const got = text.length > 100 ? `${text.slice(0, 100)} ...` : text;
  throw new UsageError({ what: 'request', got, expected: `one of ${REQUESTS.join(', ')}` });
}
