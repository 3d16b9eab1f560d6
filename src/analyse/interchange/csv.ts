import { type Cell, type Column, type ResultColumn, type ResultTable, written } from './table.js';

/**
 * Comma-separated values (RFC 4180) below lines that begin with `#`: what the table is, and what `remarks` say. Errors
 * follow their value as distances from it.
 */
export function csv(table: ResultTable, remarks: readonly string[]): string {
  const columns = [
    ...table.independent.map((column) => ({ head: headOf(column), values: column.values })),
    ...table.dependent.flatMap((column) => [
      { head: headOf(column), values: column.values },
      ...(column.errors ?? []).flatMap(({ label, minus, plus }) => [
        { head: `${headOf(column)} minus ${label}`, values: minus },
        { head: `${headOf(column)} plus ${label}`, values: plus },
      ]),
    ]),
  ];
  const rows = Math.max(0, ...columns.map(({ values }) => values.length));
  const line = (cells: readonly Cell[]) => cells.map(field).join(',');
  const notes = [table.name, table.description, ...remarks].map(
    (note) => `# ${note.replace(/\s+/g, ' ')}`,
  );
  const body = Array.from({ length: rows }, (_, i) =>
    line(columns.map((c) => c.values[i] ?? null)),
  );
  return [...notes, line(columns.map(({ head }) => head)), ...body, ''].join('\n');
}

/** @example "eps (expected, exact)", "mass (GeV)", "E_ECAL, middle of bin (GeV)" */
function headOf({ unit, edges, ...rest }: Column & Pick<ResultColumn, 'qualifiers'>): string {
  const name = edges ? `${rest.name}, middle of bin` : rest.name;
  const words = (rest.qualifiers ?? []).map(({ value }) => `${value}`);
  const details = [...(unit === '' ? [] : [unit]), ...words];
  return details.length === 0 ? name : `${name} (${details.join(', ')})`;
}

/** A value as it stands between commas. */
export function field(value: Cell): string {
  if (value === null) return '';
  const words = `${typeof value === 'number' ? written(value) : value}`;
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
}
