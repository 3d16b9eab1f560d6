/** A worker thread: gets spill numbers, answers with counts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer } from '../../executor/threads.js';
import { type EfficiencyCounts, type EfficiencyJob, efficiencyOf } from './job.js';

const task = workerData as EfficiencyJob;

parentPort?.on('message', (spill: number) => {
  let answer: Answer<EfficiencyCounts>;
  try {
    answer = { spill, result: efficiencyOf(task, spill) };
  } catch (error) {
    answer = { spill, error: error as Error };
  }
  parentPort?.postMessage(answer);
});
