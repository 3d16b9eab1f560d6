import type { Command } from 'commander';
import { describeProblem } from '../../../core/errors.js';
import {
  type CampaignDiff,
  type CountRow,
  diff,
  type HistogramRow,
  type Interval,
  type RunDiff,
  type RunSide,
  type Section,
  type SpillDiff,
  type TextRow,
  type ValueRow,
} from '../../../run/diff/index.js';
import { isOpen } from '../../../run/store/layout.js';
import { counted, plural } from '../../plural.js';
import { exitWith, json, result } from '../io.js';
import { digits } from '../../digits.js';
import { table } from '../table.js';

export function diffCommand(program: Command): void {
  program
    .command('diff')
    .description('where two runs differ, from the card to the limit; exit code 1 if they do')
    .argument('<A>', 'run or campaign directory')
    .argument('<B>', 'the one to compare with it')
    .option('--all', 'also what does not differ')
    .option('--json', 'print the comparison as one JSON document')
    .addHelpText('after', '\nExample:\n  spillway diff my-run their-run')
    .action(
      exitWith((a: string, b: string, options: { all?: boolean; json?: boolean }) => {
        const found = diff(a, b, options.all);
        if (options.json) result(json(found));
        else result(found.schema === 'spillway.diff/1' ? runText(found) : campaignText(found));
        return found.identical ? 0 : 1;
      }),
    );
}

function campaignText({ identical, runs, onlyInA, onlyInB }: CampaignDiff): string {
  const apart = runs.filter(({ diff }) => !diff.identical).length + onlyInA.length + onlyInB.length;
  const head = identical
    ? `identical: ${counted(runs.length, 'run')}`
    : `different: ${counted(apart, 'run')}`;
  return [
    head,
    ...onlyInA.map((name) => `${name}: only in A`),
    ...onlyInB.map((name) => `${name}: only in B`),
    ...runs.map(({ name, diff }) => `\n== ${name}\n${runText(diff)}`),
  ].join('\n');
}

function runText(d: RunDiff): string {
  const [a, b] = d.runs;
  const head = [
    verdict(d),
    sideText('A', a),
    sideText('B', b),
    ...d.unread.map((problem) => `not compared: ${describeProblem(problem)}`),
    ...(d.spill ? spillText(d.spill, d) : []),
    ...(d.identical ? [] : [blame(d)]),
    ...d.see.map((command) => `  ${command}`),
    ...(d.identical || d.correlated ? [] : [scaleText(d)]),
    ...(d.identical ? [] : [sameText(d)]),
  ];
  const tables = [
    textTable('record', d.record),
    textTable('card', d.card),
    countTable('ledger', d.ledger, d),
    countTable('counts', d.counts, d),
    countTable('cut flow', d.cutflow, d),
    countTable('region', d.regions, d),
    histogramTable(d.histograms, d),
    valueTable(d.limits),
    textTable('hash', d.hashes),
  ];
  return [head, ...tables.map((text) => [text])]
    .map((lines) => lines.filter((line) => line !== '').join('\n'))
    .filter((text) => text !== '')
    .join('\n\n');
}

/** Sections without a difference. */
function sameText(d: RunDiff): string {
  const { card, ledger, counts, cutflow, regions, histograms, limits } = d;
  const sections = { card, ledger, counts, 'cut flow': cutflow, regions, histograms, limits };
  const same = Object.entries(sections).filter(([, section]) => section?.differing === 0);
  return same.length > 0 ? `The same: ${same.map(([name]) => name).join(', ')}.` : '';
}

/** The first line. */
function verdict({ identical, first, runs: [a, b], spill, hashes }: RunDiff): string {
  if (identical)
    return `identical: ${counted(a.finished, 'spill')}, ${counted(a.electronsOnTarget, 'electron')} on target`;
  if (!first) return 'no difference in what could be read';
  const apart = `${first.a ?? 'nothing'} in A, ${first.b ?? 'nothing'} in B`;
  switch (first.what) {
    case 'version': {
      const same = hashes.differing === 0 ? ', every hash is the same' : '';
      return `different, first in the version: ${apart}${same}`;
    }
    case 'spills':
      return `different, first in the number of spills: ${a.finished} in A, ${b.finished} in B`;
    case 'spill':
      return `different, first in spill ${first.name}: ${partsOf(spill)}`;
    case 'seed':
      return `different, first in the seed: ${JSON.stringify(a.seed)} in A, ${JSON.stringify(b.seed)} in B`;
    case 'card':
    case 'limits':
      return `different, first in the ${first.what}: ${first.name}: ${apart}`;
    default:
      return `different, first in the ${first.what}: ${apart}`;
  }
}

const sideText = (name: string, s: RunSide) =>
  `${name} ${s.directory}: version ${s.version}, card ${s.card}, seed ${JSON.stringify(s.seed)}, ` +
  `${s.fidelity}, ${counted(s.finished, 'spill')}${unfinished(s)}, ${counted(s.electronsOnTarget, 'electron')} on target`;

function unfinished(side: RunSide): string {
  const { state, spills, reason } = side;
  if (state === 'done') return '';
  return ` of ${spills} (${isOpen(side) ? 'under way or cut off' : (reason ?? state)})`;
}

const PARTS = ['ledger', 'triggers', 'counts', 'raw'] as const;

/** The parts of a spill that differ. */
function partsOf(spill: SpillDiff | null): string {
  if (!spill) return '';
  const differing = PARTS.filter((part) => spill[part]);
  if (differing.length > 0) return differing.join(', ');
  // The hash holds more than the directory keeps.
  return spill.counts === null
    ? 'counts or reconstructed values'
    : 'reconstructed values, or triggers that were not recorded';
}

function spillText(spill: SpillDiff, d: RunDiff): string[] {
  const common = Math.min(...d.runs.map(({ finished }) => finished));
  const same = PARTS.filter((part) => spill[part] === false);
  const unknown = PARTS.filter((part) => spill[part] === null);
  const also = [
    ...(same.length > 0 ? [`the same: ${same.join(', ')}`] : []),
    ...(d.correlated && unknown.length > 0 ? [`not known: ${unknown.join(', ')}`] : []),
  ];
  return [
    `${d.spillsDiffering} of ${counted(common, 'spill')} ${plural(d.spillsDiffering, 'differs', 'differ')}, first spill ${spill.spill}: ` +
      [partsOf(spill), ...also].join('; '),
    spill.event ? `its first recorded event that differs: ${spill.event.number}` : '',
    ...spill.unread.map((problem) => `not compared: ${describeProblem(problem)}`),
  ];
}

/** What made the difference, as far as it follows from what went in. */
function blame({ sameInputs, correlated, spill, first, runs: [a, b] }: RunDiff): string {
  if (!sameInputs) {
    return correlated
      ? 'Run number, seed and mode are the same, so the runs are correlated: pulls would mean nothing, differences are exact.'
      : '';
  }
  if (a.version !== b.version && (spill || first?.what !== 'version')) {
    return `Card and seed are the same: versions ${a.version} and ${b.version} make the difference (CHANGELOG, Physics).`;
  }
  if (spill || first?.what === 'counts' || first?.what === 'limits') {
    return 'Version, card and seed are the same: the difference is a defect, of spillway or of a file (spillway verify).';
  }
  return first?.what === 'spills' ? 'The spills that both have are the same.' : '';
}

function scaleText({ ratio }: RunDiff): string {
  if (ratio === null) return 'No pulls: one of the runs has no electrons on target.';
  const scaled = ratio === 1 ? '' : `, B scaled by ${digits(ratio, 6)} to A's electrons on target`;
  return `Pulls take rows for independent Poisson counts: difference over the square root of the sum${scaled}.`;
}

const textTable = (name: string, section: Section<TextRow> | null) =>
  tableOf(section, [name, 'A', 'B'], (r) => [r.name, r.a ?? '-', r.b ?? '-']);

const valueTable = (section: Section<ValueRow> | null) =>
  tableOf(section, ['result', 'A', 'B', 'B / A - 1'], (r) => [
    r.name,
    digits(r.a, 6),
    digits(r.b, 6),
    r.a === null || r.b === null || r.a === 0 ? '-' : digits(r.b / r.a - 1, 2),
  ]);

const signed = (n: number) => (n > 0 ? `+${n}` : `${n}`);

function countTable(name: string, section: Section<CountRow> | null, d: RunDiff): string {
  if (d.correlated || d.ratio === null) {
    return tableOf(section, [name, 'A', 'B', 'B - A'], (r) => [
      r.name,
      `${r.a}`,
      `${r.b}`,
      signed(r.difference),
    ]);
  }
  const { ratio } = d;
  return tableOf(section, [name, 'A', 'B', 'scaled B / A', 'pull'], (r) => [
    r.name,
    `${r.a}`,
    `${r.b}`,
    r.a > 0 ? digits((ratio * r.b) / r.a, 4) : '-',
    digits(r.pull, 2),
  ]);
}

function histogramTable(section: Section<HistogramRow> | null, d: RunDiff): string {
  const bin = ({ largest }: HistogramRow) =>
    largest ? `${largest.bin.map(binText).join(', ')}: ${largest.a}, ${largest.b}` : '-';
  const head = ['histogram', 'A', 'B', 'bins'];
  if (d.correlated || d.ratio === null) {
    return tableOf(section, [...head, 'largest difference', 'bin: A, B'], (r) => [
      r.name,
      `${r.a}`,
      `${r.b}`,
      `${r.bins}`,
      r.largest ? signed(r.largest.difference) : '-',
      bin(r),
    ]);
  }
  return tableOf(section, [...head, 'chi2 / ndf', 'p', 'largest pull', 'bin: A, B'], (r) => [
    r.name,
    `${r.a}`,
    `${r.b}`,
    `${r.bins}`,
    r.chi2 && r.chi2.ndf > 0 ? `${digits(r.chi2.chi2, 4)} / ${r.chi2.ndf}` : '-',
    digits(r.chi2?.p, 2),
    digits(r.largest?.pull, 2),
    bin(r),
  ]);
}

function binText({ axis, unit, low, high }: Interval): string {
  const end = (value: number) => `${digits(value, 6)}${unit && ` ${unit}`}`;
  if (low === null) return `${axis} < ${end(high ?? 0)}`;
  if (high === null) return `${axis} >= ${end(low)}`;
  return `${axis} ${digits(low, 6)} to ${end(high)}`;
}

/** Nothing where there is nothing to show. */
const tableOf = <R>(
  section: Section<R> | null,
  head: readonly string[],
  cells: (row: R) => string[],
): string => (section && section.rows.length > 0 ? table(head, section.rows.map(cells)) : '');
