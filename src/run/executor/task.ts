/**
 * Tasks: what can be computed index by index, anywhere, in any order. A kind is one file of the shape
 * `TaskKind` and one line in kinds/index.ts.
 */

export interface TaskKind<Job, Result> {
  /** Its name in the registry. */
  readonly name: string;
  /** What is done for each index; a pure function of job and index. */
  prepare(job: Job): (index: number) => Result;
  /** The arrays of a result whose buffers may be given away with it. */
  transfer(result: Result): readonly Uint8Array[];
  /** Index, card and seed in words, as `spill 3 of run III (2018), card 1a2b3c4d, seed "demo"`. */
  describe(job: Job, index: number): string;
}

// biome-ignore lint/suspicious/noExplicitAny: kinds of all jobs and results, for who only passes them on.
export type AnyKind = TaskKind<any, any>;

/** What is the same for all indices. An executor prepares it once per object: keep the object. */
export interface Task<Job, Result> {
  readonly kind: TaskKind<Job, Result>;
  /** Plain data: it is copied into worker threads. */
  readonly job: Job;
  /** The command line that does it again, for who is told of a failure. */
  readonly repeat: string;
}

/** Consecutive indices, `last` among them. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** One at a time, or so many as are small. */
export function* rangesOf(indices: Iterable<number>, size: number): Generator<Range> {
  let range: Range | null = null;
  for (const index of indices) {
    if (range && index === range.last + 1) range = { first: range.first, last: index };
    else {
      if (range) yield range;
      range = { first: index, last: index };
    }
    if (range.last - range.first + 1 < size) continue;
    yield range;
    range = null;
  }
  if (range) yield range;
}

/** What comes of a range: a result for each index, or what the first that failed has thrown. */
export type Answer<Result> = { readonly results: readonly Result[] } | Failure;

/** As it passes between threads, which keep no class of an error. */
export interface Failure {
  readonly index: number;
  readonly error: Error;
  readonly exitCode: number;
}
