/**
 * `npm run bench:spill`: what a spill costs on this machine, as a table in Markdown to paste. From the protons to
 * counts and files. Each line has a process of its own; some five minutes.
 *
 * "x SPS" = 4.8 s, the length of a spill's flat top, over the wall time per spill; "x SPS per core" over its CPU
 * time, which does not depend on what else runs. The accelerator gives a spill in each cycle of 14.4 s or more.
 */
import { FIDELITIES } from '../dist/core/fidelity.js';
import { jobOf } from './job.js';
import { calibrationFile, describeMachine, machine, measure } from './measure.js';
import { MODES } from '../dist/core/mode.js';
import { markdown, rounded } from './report.js';

const ELECTRONS = [1e6, 3e6, 1e7];
const ROUNDS = 2;

const here = machine();
const calibration = await calibrationFile();
const lines: string[][] = [];
for (const electrons of ELECTRONS) {
  for (const mode of MODES) {
    for (const fidelity of FIDELITIES) {
      for (const threads of new Set([1, here.cores])) {
        process.stderr.write(`${electrons} electrons, ${mode}, ${fidelity}, ${threads} threads\n`);
        const overrides = [`beam.intensity=${electrons}`];
        const spec = { overrides, mode, fidelity, threads, rounds: ROUNDS };
        const measured = measure({ ...spec, what: 'chain', calibration: calibration.file });
        const beam = jobOf(spec).card.beam.spill / 1e9;
        const perSpill = measured.electrons / (ROUNDS * threads);
        const [cpu, wall] = [measured.cpu, measured.wall].map((ns) => (ns * perSpill) / 1e9);
        lines.push([
          ...[rounded(perSpill), mode, fidelity, `${threads}`],
          ...[cpu, wall, beam / wall, beam / cpu].map((x) => rounded(x)),
          ...[measured.triggers, measured.events].map((n) => n.toFixed(0)),
          (measured.bytes / 1e6).toFixed(2),
        ]);
      }
    }
  }
}
calibration.remove();
const head = ['electrons', 'mode', 'fidelity', 'threads', 's CPU', 's wall'];
process.stdout.write(
  `${markdown([...head, 'x SPS', 'x SPS per core', 'triggers', 'events', 'MB'], lines)}\n\n`,
);
process.stdout.write(`Per spill, mean of spills on all threads; ${describeMachine(here)}.\n`);
