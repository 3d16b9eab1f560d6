/**
 * Two ledgers, row by row, triggers by their names in the menu.
 */
import type { Card } from '../../core/card/index.js';
import { triggerNames } from '../../core/card/trigger.js';
import { type Ledger, TRIGGER_TYPES } from '../../core/wire/ledger.js';
import type { Tally } from '../../core/wire/tally.js';
import { type CountRow, countRow, paired, type Scale } from './rows.js';

const BEAM_TYPES: readonly string[] = ['physics', 'beam'];

/** The norm itself, sums of squares, times, and what comes in bunches: no Poisson counts. */
const NOT_POISSON = [
  'electronsOnTarget',
  'scalers.coincidencePairs',
  'scalers.busyTicks',
  'scalers.clockTicks',
  'scalers.busyCoincidences',
];

/** @param cards null where one cannot be read: its triggers then go by their bits */
export function ledgerRows(
  [a, b]: readonly [Ledger, Ledger],
  cards: readonly [Card | null, Card | null],
  scale: Scale,
): CountRow[] {
  const [x, y] = [named(a, cards[0]), named(b, cards[1])];
  // Some come by the clock, whatever the beam does.
  const byClock = new Set(cards.flatMap(clockRows));
  const isPoisson = (name: string) =>
    !NOT_POISSON.includes(name) && !byClock.has(name) && !name.startsWith('clockTriggers.');
  return paired(x, y).map((row) =>
    countRow(row.name, row.a ?? 0, row.b ?? 0, scale, isPoisson(row.name)),
  );
}

const BY_TYPE = ['presented', 'accepted'];
const BY_TRIGGER = ['met', 'fired', 'kept'];

function named(ledger: Ledger, card: Card | null): Map<string, number> {
  const triggers = card && triggerNames(card.trigger);
  const columns: Record<string, readonly string[] | null> = {
    singles: ['S1', 'S2', 'S3', 'S4'],
    ...Object.fromEntries(BY_TYPE.map((name) => [name, TRIGGER_TYPES])),
    ...Object.fromEntries(BY_TRIGGER.map((name) => [name, triggers])),
  };
  const rows = new Map<string, number>();
  const walk = (tally: Tally, above: string) => {
    for (const [key, value] of Object.entries(tally)) {
      const path = above + key;
      if (typeof value === 'number') rows.set(path, value);
      else if (isList(value)) {
        const names = columns[key] ?? value.map((_, i) => `${i}`);
        for (const [i, name] of names.entries()) rows.set(`${path}.${name}`, value[i]);
      } else walk(value, `${path}.`);
    }
  };
  walk({ ...ledger } as unknown as Tally, '');
  return rows;
}

const isList = (value: Tally[string]): value is readonly number[] => Array.isArray(value);

function clockRows(card: Card | null): string[] {
  const rows = (columns: readonly string[], names: readonly string[]) =>
    columns.flatMap((column) => names.map((name) => `scalers.${column}.${name}`));
  const types = TRIGGER_TYPES.filter((type) => !BEAM_TYPES.includes(type));
  const menu = card ? Object.entries(card.trigger.menu) : [];
  const triggers = menu.filter(([, { type }]) => !BEAM_TYPES.includes(type));
  return [
    ...rows(BY_TYPE, types),
    ...rows(
      BY_TRIGGER,
      triggers.map(([name]) => name),
    ),
  ];
}
