/**
 * Results as files: what a program reads of them.
 */
import { csv } from '../../analyse/interchange/csv.js';
import { hepdataFiles, type Submission } from '../../analyse/interchange/hepdata/index.js';
import { pyhfWorkspace } from '../../analyse/interchange/pyhf.js';
import type { ResultTable } from '../../analyse/interchange/table.js';
import type { Provenance } from '../run.js';
import { VERSION } from '../version.js';
import type { Results } from './collect.js';
import { RESULTS_FILE, RESULTS_SCHEMA } from './directory.js';

export type File = readonly [file: string, content: string | Uint8Array];

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** In one line: from what a number was made. */
export const provenanceLine = (caption: Provenance): string =>
  `Spillway ${VERSION}, card ${caption.card}, card hash ${caption.cardHash.slice(0, 8)}, seed ${caption.seed}, ` +
  `spills ${caption.spills}, electrons on target ${caption.electronsOnTarget}`;

/** @param made from what, in one line */
export const submissionOf = (tables: readonly ResultTable[], made: string): Submission => ({
  comment:
    'EMULATED: made by a program that emulates NA64, not measured by an experiment. ' +
    `${made}. The experiment: D. Banerjee et al. (NA64), Phys. Rev. Lett. 123, 121801 (2019), arXiv:1906.00176.`,
  keywords: [
    { name: 'reactions', values: ['E- PB --> E- PB DARKPHOTON'] },
    { name: 'phrases', values: ['Dark photon', 'Dark matter', 'Missing energy', 'Fixed target'] },
  ],
  tables,
});

/**
 * The numbers of the page, the workspace, a CSV beside each figure, and a submission to HEPData.
 * @throws UsageError with every problem of the submission
 */
export function documents(results: Results, tables: readonly ResultTable[]): File[] {
  const { runs, monitored, limit, model, observed } = results;
  const made = provenanceLine(monitored.caption);
  const numbers = {
    ...{ schema: RESULTS_SCHEMA, version: VERSION, runs },
    ...{ provenance: monitored.caption, sealed: monitored.sealed, cl: limit.cl },
    tables: results.tables,
    limits: results.curve.eps,
  };
  const submission = hepdataFiles(submissionOf(tables, made));
  return [
    [RESULTS_FILE, json(numbers)],
    ['workspace.json', json(pyhfWorkspace(model, observed, 'signal events in the box'))],
    ...tables.map((table): File => [`figures/${table.file}.csv`, csv(table, [made])]),
    ...submission.map(([file, content]): File => [`hepdata/${file}`, content]),
  ];
}
