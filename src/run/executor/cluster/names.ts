/** Streams, subjects and names on the server; all that two sides have to agree on. */
import type { Range } from '../task.js';

/** Ranges that nobody has done: a work queue, a message goes when its work is acknowledged. */
export const WORK = 'SPILLWAY_WORK';
/** What came of ranges, until the coordinator has it safe. */
export const RESULTS = 'SPILLWAY_RESULTS';
/** Pieces of results that are too large for one message. */
export const PARTS = 'SPILLWAY_PARTS';
/** Bucket of definitions of tasks. */
export const TASKS = 'SPILLWAY_TASKS';

export const SUBJECTS = {
  [WORK]: 'spillway.work.>',
  [RESULTS]: 'spillway.result.>',
  [PARTS]: 'spillway.part.>',
} as const;

/** No larger piece in a message, bytes: half of what a server takes unless told otherwise. */
export const PIECE = 512 * 1024;

/** Where workers and coordinators say that they are there. */
export const HERE = { worker: 'spillway.worker', coordinator: 'spillway.coordinator' } as const;

export const rangeName = ({ first, last }: Range) => `${first}-${last}`;

export const workSubject = (code: string, task: string, range: string) =>
  `spillway.work.${code}.${task}.${range}`;

export const resultSubject = (task: string, range: string) => `spillway.result.${task}.${range}`;

/** @param parcel the name of one attempt to publish a result */
export const partSubject = (task: string, parcel: string, part: number | '>') =>
  `spillway.part.${task}.${parcel}.${part}`;

/** The consumer that all workers with this code share. */
export const consumerName = (code: string) => `work-${code}`;

/** What a work message says. */
export interface Work extends Range {
  readonly task: string;
}

/** The task and range that a subject of work or of a result ends with. */
export function rangeOf(subject: string): string {
  return subject.slice(subject.lastIndexOf('.') + 1);
}
