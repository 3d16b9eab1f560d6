/**
 * The calibration of a run of fidelity `waveform`: taken and analysed once, before its first spill, and kept
 * in its directory. A pure function of card and seed.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  type Calibration,
  CALIBRATION_SCHEMA,
  decodeCalibration,
} from '../analyse/calibration/constants.js';
import { ConstantsMeasurement } from '../analyse/calibration/measure/index.js';
import { calibrationPlan } from '../core/calibrationPlan.js';
import { beliefOf, type Card } from '../core/card/index.js';
import { RunError } from '../core/errors.js';
import { WHOLE } from '../emulate/calibrationRun/index.js';
import { rawHash } from './digest.js';
import type { Executor } from './executor/executor.js';
import { calibrationStep } from './executor/kinds/calibrationStep.js';
import { crc32, sha256 } from './hash.js';
import { drain, results } from './pipeline.js';
import type { SpillJob } from './spill.js';
import { FILES, type RunRecord } from './store/layout.js';

/**
 * Takes the calibration run, or a part of it, and measures the constants of the electronics in it: one step after
 * the other, while the next are taken.
 * @param repeat the command line that does it again
 */
export async function takeCalibration(
  job: SpillJob,
  { executor, repeat }: { readonly executor: Executor; readonly repeat: string },
  part = WHOLE,
): Promise<Calibration> {
  const hashes: string[] = [];
  const measurement = new ConstantsMeasurement(beliefOf(job.card), crc32);
  const task = { kind: calibrationStep, job: { job, part }, repeat };
  const steps = calibrationPlan(job.card.detector).map((_, i) => i + 1);
  await drain(results(executor, task, steps), ({ result }) => {
    hashes.push(sha256(result));
    measurement.take(result);
  });
  const { cardHash, seed } = job;
  const frontEnds = measurement.finish();
  return { schema: CALIBRATION_SCHEMA, cardHash, seed, rawHash: rawHash(hashes), frontEnds };
}

type Identity = Pick<RunRecord, 'cardHash' | 'seed' | 'fidelity'>;

/**
 * The calibration in the directory of a run; null in fidelity `energy`, which needs none.
 * @throws RunError when it is missing, damaged, or that of another card or seed
 */
export function readCalibration(
  directory: string,
  record: Identity,
  { detector }: Pick<Card, 'detector'>,
): Calibration | null {
  if (record.fidelity === 'energy') return null;
  const where = path.join(directory, FILES.calibration);
  const next = 'see spillway verify; run it again if it is lost';
  if (!fs.existsSync(where)) throw new RunError({ where, fault: 'is not there', next });
  let calibration: Calibration;
  try {
    calibration = decodeCalibration(fs.readFileSync(where, 'utf8'), detector);
  } catch (error) {
    throw new RunError({ where, fault: (error as Error).message, next }, { cause: error });
  }
  for (const what of ['cardHash', 'seed'] as const) {
    if (calibration[what] === record[what]) continue;
    const expected = `${record[what]}, as in run.json`;
    throw new RunError({ where, what, got: calibration[what], expected, next });
  }
  return calibration;
}
