/**
 * A worker thread whose tasks fail as they are told. Plain JavaScript, for threads load no other; the test
 * reads `squares` and `faultySpill` from it.
 */
import { isMainThread, threadId } from 'node:worker_threads';
import { spill } from '../../dist/run/executor/kinds/spill.js';
import { serve } from '../../dist/run/executor/serve.js';

const hoard = [];

/** By name, what befalls a thread. */
const FAULTS = {
  throw() {
    throw new RangeError('as it was told');
  },
  exit() {
    process.exit(9);
  },
  memory() {
    for (;;) hoard.push(new Array(10_000).fill(hoard.length));
  },
  afterwards() {
    setImmediate(() => {
      throw new Error('when nobody asked');
    });
  },
};

/**
 * The kind, which fails at an index so often as `left`, shared between threads, says.
 * job.fault: { at, how, left: Int32Array }
 */
const faulty = (kind) => ({
  ...kind,
  name: `faulty ${kind.name}`,
  prepare(job) {
    const compute = kind.prepare(job);
    const { at, how, left } = job.fault;
    return (index) => {
      if (index === at && Atomics.sub(left, 0, 1) > 0) FAULTS[how]();
      return compute(index);
    };
  },
});

/** The square of the index, in an array of some size; `job.seen` has what was done, what given away, and who did it last. */
const plainSquares = {
  name: 'squares',
  prepare({ seen, size }) {
    const last = [];
    return (index) => {
      for (const given of last.splice(0)) if (given.byteLength === 0) Atomics.add(seen, 1, 1);
      Atomics.add(seen, 0, 1);
      Atomics.store(seen, 2, threadId);
      const square = new Uint8Array(8 * size);
      new Float64Array(square.buffer).fill(index * index);
      last.push(square);
      return square;
    };
  },
  transfer: (square) => [square],
  describe: (_, index) => `the square of ${index}, card none, seed "none"`,
};

export const squares = faulty(plainSquares);
export const faultySpill = faulty(spill);

if (!isMainThread) serve([squares, faultySpill]);
