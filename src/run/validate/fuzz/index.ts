/**
 * Fuzz: damaged inputs through every decoder. Each is refused as the decoder documents, or taken as a clean record: never
 * another exception, a hang, memory without bound, or a record passed as good that was never written.
 */
import { RunError, UsageError } from '../../../core/errors.js';
import { commandLine } from '../../command.js';
import { fuzz as kind } from '../../executor/kinds/fuzz.js';
import { drain, results } from '../../pipeline.js';
import { row } from '../row.js';
import { type Validated, validation } from '../validation.js';
import { type FuzzBatch, planBatches } from './batch.js';
import type { Decoder } from './decoder.js';
import { DECODERS } from './registry.js';
import { BUDGET_KB, BUDGET_S, trialOf } from './try.js';

const INPUTS = 1e6;
/** A batch whose input does not change for so long is stopped, s. */
const PATIENCE_S = 20;
/** Bound of the peak memory of the process, MB: of itself, of worker threads with their worlds, and of one bomb. */
const PEAK_MB = 1200;

const repeatOf = (seed: string, decoder: string, input: number) =>
  commandLine('validate', 'fuzz', '--seed', seed, '--case', `${decoder}:${input}`);

export const fuzz = validation({
  name: 'fuzz',
  describes: 'damaged inputs through every decoder: refused in words or clean, never anything else',
  options: ['events', 'seed', 'case', 'workers'],
  usual: { events: INPUTS },
  check({ case: only }) {
    if (only !== null) parseCase(only);
  },
  async run({ seed, events, case: only, executor, repeat, report }) {
    if (only !== null) return single(seed, only);
    const inputs = events ?? INPUTS;
    const plan = planBatches(inputs);
    const underWay = new SharedArrayBuffer(4 * plan.length);
    const task = { kind, job: { seed, inputs, underWay }, repeat };
    const done: FuzzBatch[] = [];
    const watch = watchdog(new Int32Array(underWay), (batch, input) =>
      hung(seed, plan[batch].decoder, input),
    );
    const all = results(executor, task, plan.keys());
    const drained = drain(all, ({ result }) => {
      done.push(result);
      report(`fuzz: ${done.reduce((n, b) => n + b.inputs, 0)} of ${inputs} inputs`);
    });
    try {
      await Promise.race([drained, watch.hung]);
    } finally {
      watch.stop();
    }
    const failures = done.flatMap(({ decoder, failures: own }) =>
      own.map(({ input, what }) => `${what}: ${repeatOf(seed, decoder, input)}`),
    );
    return {
      rows: [...DECODERS.map((decoder) => decoderRow(decoder, done)), ...boundRows(done)],
      ...(failures.length > 0 && { document: { failures } }),
    };
  },
});

function decoderRow({ name, refuses }: Decoder, done: readonly FuzzBatch[]) {
  const how = refuses ? 'refused' : 'faults told as values';
  const own = done.filter(({ decoder }) => decoder === name);
  const sum = (of: (batch: FuzzBatch) => number) => own.reduce((n, batch) => n + of(batch), 0);
  return row({
    ...{ name: `${name}: neither refused nor clean`, role: 'out', expected: 0, allowed: [0, 0] },
    emulated: [sum((b) => b.failed), 0],
    source: `${sum((b) => b.inputs)} inputs: ${sum((b) => b.refused)} ${how}, ${sum((b) => b.clean)} clean`,
  });
}

function boundRows(done: readonly FuzzBatch[]) {
  const slowest = Math.max(...done.map((batch) => batch.slowest));
  const peak = process.resourceUsage().maxRSS / 1024;
  return [
    row({
      ...{ name: 'slowest input, s', role: 'out', expected: 0, allowed: [0, BUDGET_S] },
      ...{ emulated: [slowest, 0], source: 'no input hangs' },
    }),
    row({
      ...{ name: 'peak memory of the process, MB', role: 'out', expected: 0 },
      ...{ allowed: [0, PEAK_MB], emulated: [peak, 0] },
      source: `no input takes ${BUDGET_KB / 1024} MB at once`,
    }),
  ];
}

/** @throws UsageError when there is no such decoder */
function parseCase(only: string): readonly [decoder: string, input: number] {
  const [name, text] = only.split(':');
  const n = Number(text);
  if (!DECODERS.some((decoder) => decoder.name === name) || !Number.isInteger(n) || n < 0) {
    throw new UsageError({
      ...{ what: '--case', got: only, expected: 'DECODER:N, N the number of an input' },
      next: `decoders are ${DECODERS.map((decoder) => decoder.name).join(', ')}`,
    });
  }
  return [name, n];
}

/** One input, for who looks for what is wrong with it. */
function single(seed: string, only: string): Validated {
  const [name, n] = parseCase(only);
  const trial = trialOf(name, seed);
  const input = trial.input(n);
  const { outcome, what, seconds } = trial.judge(input);
  const bytes = Buffer.from(input.bytes).toString('base64');
  return {
    rows: [
      row({
        ...{ name: `${only}: neither refused nor clean`, role: 'out', expected: 0 },
        ...{ allowed: [0, 0], emulated: [outcome === 'failed' ? 1 : 0, 0] },
        source: `${outcome} ${what.replaceAll(/\s+/g, ' ')}`.trim(),
      }),
    ],
    document: { input: { length: input.bytes.length, mended: input.mended, seconds, bytes } },
  };
}

const hung = (seed: string, decoder: string, input: number) =>
  new RunError({
    ...{ where: `${decoder}, input ${input}`, fault: `hangs: more than ${PATIENCE_S} s` },
    next: `again with ${repeatOf(seed, decoder, input)}`,
  });

/** Looks from this thread at what others do: rejects with what `fault` says of an input that does not end. */
function watchdog(
  underWay: Int32Array,
  fault: (batch: number, input: number) => Error,
): { readonly hung: Promise<never>; stop(): void } {
  const since = new Map<number, { readonly input: number; readonly ms: number }>();
  let timer: NodeJS.Timeout | undefined;
  const hungs = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      for (let batch = 0; batch < underWay.length; batch++) {
        const input = Atomics.load(underWay, batch);
        if (input === 0) since.delete(batch);
        else if (since.get(batch)?.input !== input) {
          since.set(batch, { input, ms: performance.now() });
        } else if (performance.now() - (since.get(batch)?.ms ?? 0) > 1000 * PATIENCE_S) {
          reject(fault(batch, input - 1));
        }
      }
    }, 1000);
  });
  return { hung: hungs, stop: () => clearInterval(timer) };
}
