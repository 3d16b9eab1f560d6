/** Events as Apache Parquet: one row each, columns of lists on request. */
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { triggerNames } from '../../core/card/trigger.js';
import { UsageError } from '../../core/errors.js';
import type { OpenRun } from '../replay.js';
import { type Column, type ColumnType, columnsOf } from './columns.js';
import { type ExportedEvent, exportedEvents, requireRaw } from './events.js';
import { type ExportOptions, type Format, provenanceOf } from './format.js';
import { channelNames, type ListColumn, pulses, waveforms } from './lists.js';

/** Values of a row group: what is in memory at once. */
const MOST_VALUES = 5e5;

type Any = Column | ListColumn;

export const parquet: Format = {
  describes: 'events, one row each, as Apache Parquet',
  options: ['channels', 'waveforms'],
  *files(run, options) {
    requireRaw(run);
    const columns = asked(run, options);
    yield { name: 'events.parquet', pieces: pieces(run, columns) };
  },
};

function asked({ card, record }: OpenRun, options: ExportOptions): readonly Any[] {
  if (options.waveforms && record.fidelity !== 'waveform') {
    throw new UsageError({
      ...{ what: '--waveforms', got: `a run of fidelity ${record.fidelity}` },
      expected: 'one of fidelity waveform, which has samples',
    });
  }
  return [
    ...columnsOf(card.detector),
    ...(options.channels ? pulses(card.detector) : []),
    ...(options.waveforms ? waveforms(card.detector) : []),
  ];
}

function* pieces(run: OpenRun, columns: readonly Any[]): Generator<Uint8Array> {
  const sink = new Sink();
  const writer = new ParquetWriter({
    ...{ writer: sink, schema: schemaOf(columns), createdBy: `Spillway ${run.record.version}` },
    kvMetadata: metadataOf(run, columns),
  });
  for (const rows of groups(exportedEvents(run), columns)) {
    const columnData = columns.map(
      ({ name }, i): ColumnSource => ({ name, data: rows[i] as unknown[] }),
    );
    writer.write({ columnData, rowGroupSize: rows[0].length });
    yield sink.taken();
  }
  writer.finish();
  yield sink.taken();
}

/** Columns of values, of as many events as are in memory at once. */
function* groups(
  events: Iterable<ExportedEvent>,
  columns: readonly Any[],
): Generator<readonly (readonly unknown[])[]> {
  const empty = () => columns.map((): unknown[] => []);
  let rows = empty();
  let values = 0;
  for (const event of events) {
    columns.forEach((column, i) => {
      const value = column.of(event);
      rows[i].push(value);
      values += Array.isArray(value) ? value.length : 1;
    });
    if (values < MOST_VALUES) continue;
    yield rows;
    rows = empty();
    values = 0;
  }
  if (values > 0) yield rows;
}

/** What was written since it was last taken. */
class Sink extends ByteWriter {
  taken(): Uint8Array {
    const bytes = this.getBytes().slice();
    this.index = 0;
    return bytes;
  }
}

const ELEMENT: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  BOOLEAN: { type: 'BOOLEAN' },
  INT32: { type: 'INT32' },
  DOUBLE: { type: 'DOUBLE' },
  STRING: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
};

function schemaOf(columns: readonly Any[]): SchemaElement[] {
  const of = (column: Any): SchemaElement[] => {
    const { name, type } = column;
    if (!('list' in column)) return [{ name, ...ELEMENT[type], repetition_type: 'OPTIONAL' }];
    return [
      { name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', ...ELEMENT[type], repetition_type: 'REQUIRED' },
    ];
  };
  return [{ name: 'events', num_children: columns.length }, ...columns.flatMap(of)];
}

/** Where it comes from; what each column is; what bits of `triggers` and what channels are called. */
const metadataOf = (run: OpenRun, columns: readonly Any[]) =>
  [
    ['spillway', provenanceOf(run)],
    ['columns', Object.fromEntries(columns.map(({ name, describes }) => [name, describes]))],
    ['triggers', triggerNames(run.card.trigger)],
    ['channels', channelNames(run.card.detector)],
  ].map(([key, value]) => ({ key: `${key}`, value: JSON.stringify(value) }));
