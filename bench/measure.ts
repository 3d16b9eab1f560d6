/**
 * One measurement, in a process of its own: its peak of memory is its own, and no other kernel has made its
 * call sites slow.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { encodeCalibration } from '../dist/analyse/calibration/constants.js';
import type { Evaluation } from '../dist/core/evaluation.js';
import type { Fidelity } from '../dist/core/fidelity.js';
import type { Mode } from '../dist/core/mode.js';
import { takeCalibration } from '../dist/run/calibration.js';
import { inlineExecutor } from '../dist/run/executor/inline.js';
import { jobOf } from './job.js';

/** What is measured; see child.ts. */
export interface Spec {
  readonly what: 'nothing' | 'slices' | 'trigger' | 'chain' | 'stages';
  /** Settings of the card. */
  readonly overrides: readonly string[];
  /** Spills, one round each; with several threads at a time as many as there are threads. */
  readonly rounds: number;
  readonly mode: Mode;
  readonly fidelity: Fidelity;
  readonly threads: number;
  /** `all` unless given. */
  readonly evaluation?: Evaluation;
  /** File of the calibration, in fidelity `waveform`. */
  readonly calibration?: string;
}

export interface Measurement {
  /** Beam electrons of all rounds. */
  readonly electrons: number;
  /** Median over the rounds, ns per beam electron. */
  readonly cpu: number;
  readonly wall: number;
  /** Of the calibrator, in the same process, ns. */
  readonly step: number;
  readonly peakRssMb: number;
  /** Means per spill. */
  readonly triggers: number;
  readonly events: number;
  readonly bytes: number;
  /** Medians, CPU ns per beam electron. */
  readonly stages: Readonly<Record<string, number>>;
}

/** Compiled, as what it measures is: a loader that transforms modules makes their code a fifth slower. */
const CHILD = path.join(import.meta.dirname, '..', '.bench', 'child.js');

/** @throws when the process fails */
export function measure(spec: Spec): Measurement {
  const args = [CHILD, JSON.stringify(spec)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`bench: ${JSON.stringify(spec)}: ${stderr}`);
  return JSON.parse(stdout) as Measurement;
}

/** A calibration for the measurements of fidelity `waveform`, and the end of its file. */
export async function calibrationFile(): Promise<{ file: string; remove(): void }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-bench-'));
  const file = path.join(folder, 'calibration.json');
  const calibration = await takeCalibration(
    jobOf({ overrides: [], fidelity: 'waveform', mode: 'every' }),
    { executor: inlineExecutor(), repeat: 'npm run bench' },
  );
  fs.writeFileSync(file, encodeCalibration(calibration));
  return { file, remove: () => fs.rmSync(folder, { recursive: true }) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly platform: string;
}

export const machine = (): Machine => ({
  cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: os.availableParallelism(),
  memoryGb: Math.round(os.totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
});

/** The machine in words. */
export const describeMachine = ({ cpu, cores, memoryGb, node, platform }: Machine): string =>
  `${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${memoryGb} GB, Node ${node}, ${platform}`;
