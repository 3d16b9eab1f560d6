/** Every beam particle on its way: what leaves where, down to the events that pass all cuts. */
import type { Live } from '../../../src/run/live/shape.js';

type Totals = Live['totals'];
type Ledger = NonNullable<Totals['ledger']>;
type Outcome = keyof Ledger['outcomes'];

export interface Step {
  readonly name: string;
  /**
   * `stage`: what is left here has a name; `out`: some leave; `in`: some join; `sealed`: they leave, and nobody looks at them;
   * `part`: open events of a region, which may be in others, too.
   */
  readonly kind: 'stage' | 'out' | 'in' | 'sealed' | 'part';
  /** That are there, leave, join or are part. */
  readonly events: number;
  /** After this step. */
  readonly left: number;
  /** Of `events` in `Live`, where they stand there. */
  readonly path: string | null;
}

const OUTCOMES: readonly (readonly [Outcome, string])[] = [
  ['missedCounters', 'missed counters'],
  ['vetoed', 'vetoed'],
  ['mergedWithPrevious', 'merged'],
  ['noTerm', 'no term of the menu'],
  ['prescaled', 'prescaled'],
  ['deadTime', 'dead time'],
  ['throttled', 'throttled'],
  ['bufferFull', 'buffer full'],
  ['lostInBuilding', 'lost in building'],
];

/** Regions of the plane that are drawn in it. */
const REGIONS = ['I', 'II', 'A', 'C'];

/** Behind which what is left has a name. */
const STAGES: Readonly<Partial<Record<Outcome, string>>> = {
  mergedWithPrevious: 'coincidences',
  prescaled: 'triggers',
};

const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);

/** Without a ledger, which may be hidden, from what was recorded. */
export function flowOf({ totals }: Pick<Live, 'totals'>): Step[] {
  const { ledger, recorded, recordedPhysics, cutflow, regions } = totals;
  const { open, sealed, setAside } = recordedPhysics;
  const steps: Step[] = [];
  let left = 0;
  const add = (kind: Step['kind'], name: string, events: number, path: string | null) => {
    if (kind === 'in') left += events;
    else if (kind === 'stage') left = events;
    else if (kind !== 'part') left -= events;
    steps.push({ name, kind, events, left, path });
  };
  if (ledger) {
    add('stage', 'beam particles', sum(Object.values(ledger.particles)), null);
    for (const [outcome, name] of OUTCOMES) {
      add('out', name, ledger.outcomes[outcome], `totals.ledger.outcomes.${outcome}`);
      const stage = STAGES[outcome];
      if (stage) add('stage', stage, left, null);
    }
    const clock = ledger.clockTriggers.recorded;
    add('in', 'clock triggers', clock, 'totals.ledger.clockTriggers.recorded');
    const bad = ledger.outcomes.recorded + clock - recorded;
    if (bad > 0) add('out', 'in bad spills', bad, null);
  }
  add('stage', 'recorded', recorded, null);
  add('out', 'of other triggers', recorded - open - sealed - setAside, null);
  if (setAside > 0) add('out', 'set aside', setAside, null);
  add('sealed', 'sealed', sealed, null);
  add('stage', 'open', open, null);
  cutflow.slice(1).forEach(({ name, events }, i) => {
    add('out', name, cutflow[i].events - events, null);
  });
  if (cutflow.length > 0) add('stage', 'pass all cuts', cutflow[cutflow.length - 1].events, null);
  for (const { name, events } of regions.filter((r) => REGIONS.includes(r.name))) {
    add('part', `open, in region ${name}`, events, null);
  }
  return steps;
}
