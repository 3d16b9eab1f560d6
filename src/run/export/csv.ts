/** Events as comma-separated values: one row each. */
import { field } from '../../analyse/interchange/csv.js';
import { triggerNames } from '../../core/card/trigger.js';
import type { OpenRun } from '../replay.js';
import { columnsOf, type Value } from './columns.js';
import { exportedEvents, requireRaw } from './events.js';
import { type Format, provenanceOf } from './format.js';

/** Events of a piece. */
const ROWS = 1000;

export const csv: Format = {
  describes: 'events, one row each, as comma-separated values',
  options: [],
  *files(run) {
    requireRaw(run);
    yield { name: 'events.csv', pieces: pieces(run) };
  },
};

function* pieces(run: OpenRun): Generator<string> {
  const columns = columnsOf(run.card.detector);
  const triggers = triggerNames(run.card.trigger).map((name, bit) => `bit ${bit} ${name}`);
  const about = { ...provenanceOf(run), triggers: triggers.join(', ') };
  const remarks = Object.entries(about).map(([name, value]) => `# ${name}: ${value}`);
  yield `${remarks.join('\n')}\n${columns.map(({ name }) => name).join(',')}\n`;
  let rows: string[] = [];
  for (const event of exportedEvents(run)) {
    rows.push(`${columns.map((column) => cell(column.of(event))).join(',')}\n`);
    if (rows.length < ROWS) continue;
    yield rows.join('');
    rows = [];
  }
  yield rows.join('');
}

/** Numbers to all their digits; nothing of what is sealed. */
const cell = (value: Value | null): string =>
  typeof value === 'string' ? field(value) : value === null ? '' : `${value}`;
