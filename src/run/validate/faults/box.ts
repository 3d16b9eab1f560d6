/** Nature with an A', faults in every other spill: the sealed set and the box of what is left, opened, beside those of clean spills. */
import { buildSpill } from '../../../analyse/building/index.js';
import { isPhysics } from '../../../analyse/counts.js';
import { flaggedIn, isBad } from '../../../analyse/monitors/index.js';
import { inBox, isSealed } from '../../../analyse/selection/regions.js';
import { select } from '../../../analyse/selection/index.js';
import { reconstructPayload } from '../../../analyse/spill.js';
import { beliefOf, type Card } from '../../../core/card/index.js';
import { crc32 } from '../../hash.js';
import { row, type ValidationRow } from '../row.js';
import type { Case } from './cases.js';
import { type Raw, withRaw } from './score.js';
import { eachSpill, type How, struckBy } from './spills.js';

/** So large a mixing strength that some A' of each spill of 3e5 electrons come into the box. */
export const NATURE = 'nature.darkPhoton={mass: 16.7 MeV, epsilon: 0.1}';

/** Of a spill: its sealed events by their numbers, and whether each is in the box. */
type Opened = ReadonlyMap<number, boolean>;

export function openedOf(card: Card, { raw }: Raw): Opened {
  const belief = beliefOf(card);
  const sealed = new Map<number, boolean>();
  for (const { header, bodies } of buildSpill(raw, crc32, belief.readout.building).events) {
    if (!isPhysics(header.type ?? 0)) continue;
    const event = reconstructPayload(belief, bodies);
    if (!isSealed(event, belief)) continue;
    sealed.set(header.event ?? 0, inBox(event, select(event, belief), belief));
  }
  return sealed;
}

/** Of the events that no alarm names: those that are sealed, or in the box, in one spill and not in the other. */
export function openedOtherwise(clean: Opened, struck: Opened, { alarms }: Pick<Raw, 'alarms'>) {
  const { isFlagged } = flaggedIn(alarms);
  const events = new Set([...clean.keys(), ...struck.keys()]);
  return [...events].filter((n) => !isFlagged(n) && clean.get(n) !== struck.get(n)).length;
}

/** @param cases of faults that leave the beam as it is */
export async function boxRows(
  card: Card,
  cases: readonly Case[],
  number: number,
  how: How,
): Promise<ValidationRow[]> {
  const rows: ValidationRow[] = [];
  const clean = new Map<string, Opened[]>();
  for (const each of cases) {
    how.report(`faults: the box, ${each.name}`);
    const mode = each.every ? 'every' : 'candidates';
    const own = clean.get(mode) ?? [];
    if (own.length === 0) {
      const open = (done: Parameters<typeof withRaw>[0]) => own.push(openedOf(card, withRaw(done)));
      await eachSpill(card, mode, 2 * number, how, open, 'keep');
      clean.set(mode, own);
    }
    const sum = { left: 0, otherwise: 0, sealed: 0, boxed: 0, otherwiseInBad: 0 };
    const compare = (done: Parameters<typeof withRaw>[0]) => {
      const raw = withRaw(done);
      const before = own[done.spill - 1];
      const otherwise = openedOtherwise(before, openedOf(card, raw), raw);
      if (isBad(raw.alarms)) {
        sum.otherwiseInBad += otherwise;
        return;
      }
      sum.left++;
      sum.otherwise += otherwise;
      sum.sealed += before.size;
      sum.boxed += [...before.values()].filter(Boolean).length;
    };
    await eachSpill(struckBy(card, each, number), mode, 2 * number, how, compare, 'keep');
    rows.push(
      row({
        name: `${each.name}: sealed events that are others, of ${sum.sealed} (box ${sum.boxed})`,
        ...{ role: 'out', expected: 0, allowed: [0, 0], emulated: [sum.otherwise, 0] },
        source: `${sum.left} of ${2 * number} spills left; ${sum.otherwiseInBad} in those left out`,
      }),
    );
  }
  return rows;
}
