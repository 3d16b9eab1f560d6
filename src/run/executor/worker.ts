/** A worker thread: gets spill numbers, answers with results. */
import { parentPort, workerData } from 'node:worker_threads';
import { processSpill, type SpillJob } from '../spill.js';
import type { Answer } from './threads.js';

const job = workerData as SpillJob;

parentPort?.on('message', (spill: number) => {
  let answer: Answer;
  const buffers: ArrayBuffer[] = [];
  try {
    const result = processSpill(job, spill);
    for (const bytes of [result.raw, result.primitives, result.counts, result.truth]) {
      // Only a buffer that belongs to the array alone may be given away.
      if (bytes && bytes.byteLength === bytes.buffer.byteLength) {
        buffers.push(bytes.buffer as ArrayBuffer);
      }
    }
    answer = { spill, result };
  } catch (error) {
    answer = { spill, error: error as Error };
  }
  parentPort?.postMessage(answer, buffers);
});
