/** Makes the report of `npm run bench`, and tables of it. */
import { calibrationFile, describeMachine, machine, measure } from './measure.js';
import { compileTwin } from './native/twin.js';
import { type Entry, entriesOf, keyOf, type Report, type Row, SCHEMA, type Tools } from './rows.js';

const progress = (text: string) => process.stderr.write(`${text}\n`);

/** Measures all entries, and again those that `doubt` names then. */
export async function makeReport(
  doubt: (rows: readonly Row[]) => readonly string[] = () => [],
): Promise<Report> {
  const here = machine();
  const entries = entriesOf(here.cores);
  const twin = compileTwin();
  if (!twin) progress('no C compiler (cc, clang or gcc): ratioToC is null');
  progress('calibration for fidelity waveform');
  const calibration = await calibrationFile();
  const tools = { twin, calibration: calibration.file };
  try {
    const rows = entries.flatMap((entry) => rowsOf(entry, tools));
    const doubtful = doubt(rows);
    const again = entries.filter((entry) => doubtful.includes(keyOf(entry)));
    const second = again.flatMap((entry) => rowsOf(entry, tools));
    return {
      schema: SCHEMA,
      machine: here,
      compiler: twin?.compiler ?? null,
      emptyRssMb: emptyRss(),
      rows: rows.map((row) => better(row, second)),
    };
  } finally {
    calibration.remove();
    twin?.remove();
  }
}

function rowsOf(entry: Entry, tools: Tools): Row[] {
  progress(keyOf(entry));
  const row = entry.measure(tools);
  return row ? [row] : [];
}

/** The faster of two measurements: what comes on top of the least is the machine's other work. */
function better(row: Row, others: readonly Row[]): Row {
  const other = others.find((o) => keyOf(o) === keyOf(row));
  return other && other.ratioToCalibrator < row.ratioToCalibrator ? other : row;
}

function emptyRss(): number {
  const nothing = { what: 'nothing', overrides: [], rounds: 0, threads: 1 } as const;
  return measure({ ...nothing, mode: 'every', fidelity: 'energy' }).peakRssMb;
}

/** A table in Markdown, columns padded. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((h, i) => Math.max(3, h.length, ...rows.map((r) => r[i].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((c, i) => (i === 0 ? c.padEnd(widths[i]) : c.padStart(widths[i]))).join(' | ')} |`;
  const rule = widths.map((w, i) => (i === 0 ? '-'.repeat(w) : `${'-'.repeat(w - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

export const rounded = (value: number | null | undefined, n = 3): string => {
  if (value === null || value === undefined) return '-';
  if (Math.abs(value) >= 1e5) return value.toExponential(n - 1).replace('e+', 'e');
  return String(Number(value.toPrecision(n)));
};

/** The rows, the stages of the chain, and the small print. */
export function formatReport({ machine: of, compiler, emptyRssMb, rows }: Report): string {
  const table = markdown(
    [
      ...['what', 'mode', 'fidelity', 'threads', 'e-/s CPU', 'e-/s wall', 'ns/e- CPU'],
      ...['over C', 'over calibrator', 'MB peak', 'MB/spill'],
    ],
    rows.map((r) => [
      ...[r.name, r.mode, r.fidelity ?? '-', `${r.threads}`],
      ...[rounded(r.electronsPerCpuSecond), rounded(r.electronsPerWallSecond)],
      ...[rounded(r.nsPerElectron), rounded(r.ratioToC), rounded(r.ratioToCalibrator)],
      ...[r.peakRssMb.toFixed(0), r.bytesPerSpill ? (r.bytesPerSpill / 1e6).toFixed(1) : '-'],
    ]),
  );
  const staged = rows.filter((r) => r.stages);
  const stages = staged.map((r) => stagesOf(r, rows));
  const names = Object.keys(stages[0] ?? {});
  const parts = markdown(
    ['ns/e- CPU', ...staged.map(({ mode, fidelity }) => `${mode}, ${fidelity}`)],
    names.map((name) => [name, ...stages.map((s) => rounded(s[name]))]),
  );
  const print = [
    describeMachine(of),
    `twin: ${compiler ?? 'no C compiler'}`,
    `${emptyRssMb.toFixed(0)} MB of each peak but that of the twin are Node and the program`,
  ];
  return [table, parts, print.join('; ')].join('\n\n');
}

/**
 * The stages of a chain's row, as differences: events = emulation without the trigger, digitising = what fidelity
 * `waveform` adds to it. Of a mode without a kernel of its own the emulation is one stage.
 */
export function stagesOf(row: Row, rows: readonly Row[]): Record<string, number | null> {
  const { whole, emulation, encoding, building, analysis } = row.stages as Record<string, number>;
  const kernel = (name: string) =>
    rows.find((r) => r.name === name && r.mode === row.mode)?.nsPerElectron ?? null;
  const energy = rows.find((r) => r.mode === row.mode && r.fidelity === 'energy' && r.stages);
  const plain = energy?.stages?.emulation ?? emulation;
  const slices = kernel('slices');
  const trigger = kernel('trigger');
  return {
    'drawing slices': slices,
    trigger: trigger !== null && slices !== null ? trigger - slices : null,
    'emulating events': plain - (trigger ?? 0),
    digitising: row.fidelity === 'waveform' ? emulation - plain : null,
    'encoding, checksums, file': encoding,
    building,
    'reconstruction, selection': analysis - building,
    'hashes, primitives, the rest': whole - emulation - encoding - analysis,
    whole,
  };
}
