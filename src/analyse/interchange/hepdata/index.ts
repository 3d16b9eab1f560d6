/**
 * Tables of results as a submission to HEPData, checked against the format before anything is written.
 */
import { type Problem, UsageError } from '../../../core/errors.js';
import {
  type Cell,
  type Column,
  type ResultColumn,
  type ResultTable,
  type Uncertainty,
  written,
} from '../table.js';
import { type DataError, DataTable, Information, problemsIn, TableEntry } from './schema.js';
import { yaml } from './yaml.js';

export interface Submission {
  /** What holds for all tables: what was done, and with what. */
  readonly comment: string;
  /** Terms to search for, of every table. */
  readonly keywords: TableEntry['keywords'];
  readonly tables: readonly ResultTable[];
}

const SUBMISSION = 'submission.yaml';

/**
 * Name and content of each file: submission.yaml, and one data file per table.
 *
 * @throws UsageError with every problem found, each in its file and at its path
 */
export function hepdataFiles({ comment, keywords, tables }: Submission): [string, string][] {
  const information: Information = { comment };
  const entries = tables.map(
    (table): TableEntry => ({
      name: table.name,
      ...(table.location === '' ? {} : { location: table.location }),
      description: table.description,
      keywords,
      data_file: fileOf(table),
    }),
  );
  const data = tables.map(dataTable);
  const problems = [
    ...problemsIn(Information, information, SUBMISSION),
    ...entries.flatMap((entry) => problemsIn(TableEntry, entry, `${SUBMISSION}: ${entry.name}`)),
    ...data.flatMap((table, i) => problemsIn(DataTable, table, fileOf(tables[i]))),
    ...repeated(
      'name',
      entries.map(({ name }) => name),
    ),
    ...repeated(
      'data_file',
      entries.map(({ data_file }) => data_file),
    ),
    ...(tables.length > 0 ? [] : [{ where: SUBMISSION, fault: 'has no table' }]),
  ];
  if (problems.length > 0) throw new UsageError(problems);
  const documents = [information, ...entries].map((document) => `---\n${yaml(document)}`);
  return [
    [SUBMISSION, documents.join('')],
    ...data.map((table, i): [string, string] => [fileOf(tables[i]), yaml(table)]),
  ];
}

const fileOf = ({ file }: ResultTable) => `${file}.yaml`;

function repeated(what: string, names: readonly string[]): Problem[] {
  return names
    .filter((name, i) => names.indexOf(name) !== i)
    .map((name) => ({
      where: SUBMISSION,
      what,
      got: `"${name}" twice`,
      expected: 'one of its own for each table',
    }));
}

function dataTable({ independent, dependent }: ResultTable): DataTable {
  return {
    independent_variables: independent.map((column) => ({
      header: headerOf(column),
      values: column.edges?.map(binOf) ?? column.values.map((cell) => ({ value: shownAs(cell) })),
    })),
    dependent_variables: dependent.map((column) => ({
      header: headerOf(column),
      ...qualifiersOf(column),
      values: column.values.map((cell, i) => ({
        value: shownAs(cell),
        ...errorsOf(cell, i, column.errors ?? []),
      })),
    })),
  };
}

const headerOf = ({ name, unit }: Column) => ({ name, ...(unit === '' ? {} : { units: unit }) });

const binOf = ([low, high]: readonly [number, number]) => ({
  low: written(low),
  high: written(high),
});

/** HEPData marks with "-" what is missing. */
const shownAs = (cell: Cell) => (typeof cell === 'number' ? written(cell) : (cell ?? '-'));

function qualifiersOf({ qualifiers = [] }: ResultColumn) {
  if (qualifiers.length === 0) return {};
  return {
    qualifiers: qualifiers.map(({ name, value, unit }) => ({
      name,
      value,
      ...(unit === undefined ? {} : { units: unit }),
    })),
  };
}

function errorsOf(cell: Cell, i: number, errors: readonly Uncertainty[]) {
  if (typeof cell !== 'number') return {};
  const own = errors.flatMap(({ label, minus, plus }): DataError[] => {
    const [down, up] = [minus[i] ?? null, plus[i] ?? null].map((e) =>
      e === null ? e : written(e),
    );
    if (down === null && up === null) return [];
    if (down === up) return [{ symerror: up ?? '', label }];
    return [{ asymerror: { minus: down === null ? '' : -down, plus: up ?? '' }, label }];
  });
  return own.length === 0 ? {} : { errors: own };
}
