/**
 * What the lines and documents of a run directory have to look like: a CRC that fits says who wrote them, not what. Keys
 * that are not known are passed over.
 */
import * as v from 'valibot';
import { EVALUATIONS } from '../../core/evaluation.js';
import { FIDELITIES } from '../../core/fidelity.js';
import { MODES } from '../../core/mode.js';
import { NATURES } from '../../core/nature.js';
import { emptyLedger } from '../../core/wire/ledger.js';
import type { Tally } from '../../core/wire/tally.js';
import { STORED_PRIMITIVES } from '../../core/primitives.js';
import { parseRawData } from '../rawData.js';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'));

/** The very numbers of a tally. */
function likeTally(tally: Tally): v.GenericSchema {
  const entries = Object.entries(tally).map(([name, value]) => {
    if (typeof value === 'number') return [name, count] as const;
    if (Array.isArray(value))
      return [name, v.pipe(v.array(count), v.length(value.length))] as const;
    return [name, likeTally(value as Tally)] as const;
  });
  return v.strictObject(Object.fromEntries(entries));
}

const span = v.pipe(
  v.strictTuple([count, count]),
  v.check(([from, to]) => from <= to, 'from and to'),
);

/** Of the file of a segment: nothing else is read or cut by what a journal says. */
const segment = v.pipe(
  v.string(),
  v.regex(/^(raw|primitives|truth)\/spill-\d{6,}\.(raw|prim|truth)$/, 'the file of a segment'),
);

/** By monitors. */
const said = v.array(
  v.looseObject({ monitor: v.string(), severity: v.string(), what: v.string() }),
);

const Line = v.looseObject({
  spill: v.pipe(count, v.minValue(1)),
  spillHash: hash,
  rawHash: hash,
  ledger: likeTally(emptyLedger() as unknown as Tally),
  alarms: v.optional(said),
  unwatched: v.optional(said),
  files: v.record(segment, span),
});

const choices = {
  mode: v.picklist(MODES),
  fidelity: v.picklist(FIDELITIES),
  evaluation: v.picklist(EVALUATIONS),
  nature: v.picklist(NATURES),
  raw: v.pipe(
    v.string(),
    v.check((text) => parseRawData(text) !== null, 'keep, drop or sample:P%'),
  ),
  truth: v.boolean(),
  storePrimitives: v.optional(v.picklist(STORED_PRIMITIVES)),
};

const Run = v.looseObject({
  version: v.string(),
  name: v.string(),
  card: v.string(),
  run: count,
  // Compared with what they are hashes of, which says more.
  cardHash: v.string(),
  menuHash: v.string(),
  seed: v.string(),
  ...choices,
  spills: count,
  state: v.string(),
  reason: v.nullable(v.string()),
  unblinded: v.boolean(),
});

/** A folder of the campaign. */
const runName = v.pipe(v.string(), v.regex(/^[^/\\]*[^/\\.][^/\\]*$/, 'the name of a run'));

const Campaign = v.looseObject({
  version: v.string(),
  name: v.string(),
  ...choices,
  runs: v.pipe(v.array(runName), v.minLength(1)),
  spills: v.array(count),
});

const texts = v.array(v.string());

const Scan = v.looseObject({
  version: v.string(),
  name: v.string(),
  card: v.string(),
  seed: v.string(),
  axes: v.pipe(
    v.array(
      v.looseObject({
        path: v.string(),
        asked: v.string(),
        unit: v.string(),
        scale: v.picklist(['linear', 'log']),
        values: v.array(v.looseObject({ text: v.string(), number: v.number() })),
      }),
    ),
    v.minLength(1),
  ),
  set: texts,
  raised: texts,
  spills: count,
  ghosts: count,
  masses: v.array(v.number()),
  mode: choices.mode,
  fidelity: choices.fidelity,
  cardHashes: v.pipe(v.array(hash), v.minLength(1)),
  state: v.string(),
  reason: v.nullable(v.string()),
});

const maybe = v.nullable(v.number());
const interval = { value: maybe, low: maybe, high: maybe };
const measured = v.looseObject({ ...interval, passed: count, of: count });

const ScanPoint = v.looseObject({
  point: v.pipe(count, v.minValue(1)),
  values: v.array(v.number()),
  set: texts,
  cardHash: hash,
  menuHash: hash,
  runHash: hash,
  spills: count,
  badSpills: count,
  electronsOnTarget: count,
  seconds: v.number(),
  triggers: count,
  rateHz: v.looseObject(interval),
  perElectron: v.looseObject(interval),
  live: measured,
  recorded: count,
  recordedHz: maybe,
  bytes: count,
  bytesPerSecond: maybe,
  masses: v.array(
    v.looseObject({
      massGeV: v.number(),
      efficiency: measured,
      pileUpLoss: v.looseObject(interval),
      gate: measured,
      offline: measured,
      limit: v.nullable(v.looseObject({ asymptotic: maybe, exact: maybe })),
    }),
  ),
});

const Entry = v.looseObject({
  path: v.pipe(v.string(), v.regex(/^(?!\/)(?!(.*\/)?\.\.?(\/|$))[^\0]+$/, 'a path below')),
  size: count,
  sha256: hash,
  blocks: v.optional(v.pipe(v.string(), v.regex(/^([0-9a-f]{8})*$/, 'CRCs'))),
});

const Unblinded = v.looseObject({
  time: v.string(),
  reason: v.string(),
  cardHash: hash,
  runHash: hash,
  version: v.string(),
  previous: v.nullable(hash),
});

const Summarised = v.looseObject({
  schema: v.literal('spillway.summary/1'),
  runHash: v.string(),
  rawHash: v.nullable(v.string()),
});

/** What is wrong with a document of this shape, in words; null when nothing is. */
const fault =
  (shape: v.GenericSchema) =>
  (value: unknown): string | null => {
    const { issues } = v.safeParse(shape, value, { abortEarly: true });
    return issues ? `${v.getDotPath(issues[0]) ?? 'document'}: ${issues[0].message}` : null;
  };

export const journalFault = fault(Line);
export const runFault = fault(Run);
export const campaignFault = fault(Campaign);
export const scanFault = fault(Scan);
export const pointFault = fault(ScanPoint);
export const entryFault = fault(Entry);
export const unblindingFault = fault(Unblinded);
export const summaryFault = fault(Summarised);
