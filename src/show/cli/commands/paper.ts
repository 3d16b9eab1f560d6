import * as path from 'node:path';
import type { Command } from 'commander';
import { collectResults, type Measurements } from '../../../run/results/collect.js';
import { requireFree, writeResults } from '../../../run/results/directory.js';
import { documents, type File, provenanceLine } from '../../../run/results/document.js';
import { rasteriser, withPng } from '../../figures/png.js';
import { pageFigures } from '../../paper/figures.js';
import { resultsPage } from '../../paper/page.js';
import { exitWith, progress, result } from '../io.js';
import { confidence } from '../options.js';

interface Options {
  out: string;
  cl?: number;
  efficiency?: string;
  force?: boolean;
}

/** In words. */
const MEASUREMENTS: Readonly<Record<keyof Measurements, string>> = {
  efficiency: 'efficiency against mass (--efficiency FILE)',
  coverage: 'coverage of the limits (at 90 %)',
  extrapolation: 'sideband C carried into the signal box (at least 20 events in it)',
};

export function paperCommand(program: Command): void {
  program
    .command('paper')
    .description(
      'the results of runs beside those of the paper: a page, figures, CSV, HEPData, pyhf',
    )
    .argument('<RUN...>', 'directories of runs or campaigns')
    .requiredOption('--out <DIR>', 'where to write it')
    .option('--cl <LEVEL>', "confidence level (default: the first card's)", confidence)
    .option('--efficiency <FILE>', "efficiencies of spillway efficiency, in place of the cards'")
    .option('--force', 'delete the results page that is there first')
    .addHelpText(
      'after',
      `
Examples:
  spillway paper my-run --out results
  spillway paper campaign --out results --force
  spillway paper campaign --out results --efficiency efficiency.json`,
    )
    .action(exitWith(paperAction));
}

async function paperAction(
  runs: string[],
  { out, cl, efficiency, force = false }: Options,
): Promise<number> {
  requireFree(out, force);
  progress('limits over all masses');
  const results = await collectResults(runs, { cl, efficiency });
  progress('figures');
  const figures = pageFigures(results);
  const data = documents(
    results,
    figures.map(({ table }) => table),
  );
  const rasterise = await rasteriser();
  const pictures = withPng(
    figures.map(({ svg, table: { file } }) => [`figures/${file}.svg`, svg] as const),
    rasterise,
  );
  const page = resultsPage({
    provenance: provenanceLine(results.monitored.caption),
    sealed: results.monitored.sealed,
    tables: results.tables,
    figures,
    missing: Object.entries(MEASUREMENTS).flatMap(([name, words]) =>
      results[name as keyof Measurements] === undefined ? [words] : [],
    ),
  });
  const files: File[] = [...data, ...pictures, ['index.html', page]];
  writeResults(out, files, force);
  result(['Written:', ...files.map(([file]) => `  ${path.join(out, file)}`)].join('\n'));
  return 0;
}
