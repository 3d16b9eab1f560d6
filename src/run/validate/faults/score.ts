/** One spill: what its truth says was done, and what its monitors said. */
import { buildSpill } from '../../../analyse/building/index.js';
import { flaggedIn, isBad } from '../../../analyse/monitors/index.js';
import type { Card } from '../../../core/card/index.js';
import { InternalError } from '../../../core/errors.js';
import { encodeHeader } from '../../../core/wire/event.js';
import { RECORD, readSegment } from '../../../core/wire/framing.js';
import type { Outcomes } from '../../../core/wire/ledger.js';
import { spillway } from '../../../core/wire/messages.js';
import type { StoredSpill } from '../../executor/kinds/spill.js';
import { crc32 } from '../../hash.js';
import type { Case } from './cases.js';

/** A spill whose raw data are at hand. */
export type Raw = Pick<StoredSpill, 'alarms'> & { readonly raw: Uint8Array };

/** Integers alone, so that spills add up. */
export interface Score {
  readonly spills: number;
  /** Labels, and those of them that the monitors told. */
  readonly instances: number;
  readonly found: number;
  /** Events that lack a fragment by the labels; those of them that no alarm names. */
  readonly spoilt: number;
  readonly unflagged: number;
  /** Spills whose ledger does not say of as many events as the alarms that they were lost. */
  readonly open: number;
  readonly bad: number;
}

export const EMPTY: Score = {
  ...{ spills: 0, instances: 0, found: 0, spoilt: 0, unflagged: 0, open: 0, bad: 0 },
};

/** Of a spill that was struck. */
export function scoreOf({ by, spoils }: Case, done: StoredSpill): Score {
  const { alarms, ledger } = done;
  const labels = labelsOf(done);
  const { isFlagged, named } = flaggedIn(alarms);
  const { outcomes, clockTriggers } = ledger;
  const of = (column: keyof Outcomes) => outcomes[column] + clockTriggers[column];
  const events = of('recorded') + of('lostInBuilding');
  const spoilt = new Set<number>();
  for (const label of labels) {
    for (const event of spoiltBy(label, spoils, events)) spoilt.add(event);
  }
  return {
    spills: 1,
    instances: labels.length,
    found: found(),
    spoilt: spoilt.size,
    unflagged: [...spoilt].filter((event) => !isFlagged(event)).length,
    open: named === of('lostInBuilding') ? 0 : 1,
    bad: isBad(alarms) ? 1 : 0,
  };

  function found(): number {
    if (by === 'events') return labels.filter(({ event }) => isFlagged(event)).length;
    if (by === 'surplus') {
      const surplus = alarms.reduce((sum, { value }) => sum + value, 0);
      return Math.min(labels.length, surplus);
    }
    return alarms.some(({ monitor }) => by.includes(monitor)) ? labels.length : 0;
  }
}

/** Events that a label spoils. @param spoils its own, or all from it on; undefined: none @param events of the spill */
export function spoiltBy(
  { event }: Pick<spillway.Fault, 'event'>,
  spoils: Case['spoils'],
  events: number,
): number[] {
  if (!spoils) return [];
  const last = spoils === 'rest' ? events : event;
  return Array.from({ length: last - event + 1 }, (_, i) => event + i);
}

/** @throws InternalError when they were not kept */
export function withRaw({ raw, alarms }: StoredSpill): Raw {
  if (raw === null) throw new InternalError('raw data that were to be kept are not there');
  return { raw, alarms };
}

/** Events of a struck spill that no alarm names and that are not, byte by byte, those of the clean one. */
export function changedEvents(card: Card, clean: Raw, { raw, alarms }: Raw): number {
  const { isFlagged } = flaggedIn(alarms);
  const of = (bytes: Uint8Array) =>
    new Map(
      buildSpill(bytes, crc32, card.readout.building).events.map(({ header, bodies }) => [
        header.event ?? 0,
        [encodeHeader(header), ...Object.values(bodies)]
          .map((part) => Buffer.from(part).toString('base64'))
          .join(),
      ]),
    );
  const [own, struck] = [of(clean.raw), of(raw)];
  return [...own].filter(([event, bytes]) => !isFlagged(event) && struck.get(event) !== bytes)
    .length;
}

/** What the truth says was done. */
export function labelsOf({ truth }: StoredSpill): spillway.Fault[] {
  return [...readSegment(truth ?? new Uint8Array(0), crc32)]
    .filter(({ type }) => type === RECORD.fault)
    .map(({ body }) => spillway.Fault.decode(body));
}
