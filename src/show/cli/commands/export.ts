import { type Command, Option } from 'commander';
import {
  exportRun,
  type ExportOptions,
  FORMATS,
  type FormatName,
  OF_SEALED,
} from '../../../run/export/index.js';
import { exitWith, json, progress, result } from '../io.js';
import { wholeNumber } from '../options.js';

interface Options extends Partial<ExportOptions> {
  to: FormatName;
  out: string;
  force?: boolean;
  json?: boolean;
}

const WIDTH = Math.max(...Object.keys(FORMATS).map((name) => name.length));

export function exportCommand(program: Command): void {
  program
    .command('export')
    .description('a run for other programs: events, histograms, likelihood')
    .argument('<RUN>', 'directory of the run')
    .addOption(
      new Option('--to <FORMAT>', 'see below').choices(Object.keys(FORMATS)).makeOptionMandatory(),
    )
    .requiredOption('--out <DIR>', 'where to write it')
    .option('--channels', 'parquet: pulses of every channel, as lists')
    .option('--waveforms', 'parquet: samples of every channel, as lists; of fidelity waveform')
    .option('--events <N>', 'phoenix: events at most', wholeNumber(1))
    .option('--force', 'delete the export that is there first')
    .option('--json', 'print the record of the export as one JSON document')
    .addHelpText(
      'after',
      `
Formats:
${Object.entries(FORMATS)
  .map(([name, { describes }]) => `  ${name.padEnd(WIDTH)}  ${describes}`)
  .join('\n')}

Of a sealed event there are ${OF_SEALED}.
Units stand in the names of columns and axes; card, seed and hash of the run stand in every file that has room for them, and in
export.json.

Examples:
  spillway export my-run --to parquet --out events
  spillway export samples --to parquet --channels --waveforms --out events
  spillway export my-run --to uhi --out histograms
  spillway export my-run --to phoenix --events 5 --out display`,
    )
    .action(exitWith(exportAction));
}

function exportAction(
  directory: string,
  { to, json: asJson = false, ...options }: Options,
): number {
  const { channels = false, waveforms = false, events, out, force = false } = options;
  const record = exportRun(directory, {
    ...{ format: to, out, force, channels, waveforms, events },
    report: (file, bytes) => progress(`${file}: ${(bytes / 1e6).toFixed(1)} MB`),
  });
  if (asJson) result(json(record));
  else {
    const files = record.files.map(({ name, bytes }) => `  ${out}/${name}  ${bytes} bytes`);
    result(['Written:', ...files].join('\n'));
  }
  return 0;
}
