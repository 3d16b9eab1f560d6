/** Spills of run III through the whole chain, as many as a validation asks for. */
import {
  type Counts,
  decodeCounts,
  emptyCounts,
  isPhysics,
  mergeCounts,
} from '../../analyse/counts.js';
import { type Card, cardHash } from '../../core/card/index.js';
import type { Mode } from '../../core/mode.js';
import { RECORD, readSegment } from '../../core/wire/framing.js';
import { emptyLedger, type Ledger } from '../../core/wire/ledger.js';
import { decodeMessage } from '../../core/wire/decode.js';
import { spillway } from '../../core/wire/messages.js';
import { mergeTally } from '../../core/wire/tally.js';
import { loadSingleCard } from '../cards.js';
import { spill, type StoredJob } from '../executor/kinds/spill.js';
import { crc32, sha256 } from '../hash.js';
import { trueCard } from '../nature.js';
import { drainUntil, naturals, results } from '../pipeline.js';
import type { Computing, ValidateOptions } from './validation.js';

export type SampleOptions = Pick<ValidateOptions, 'electrons' | 'seed' | 'nature'> & Computing;

export interface Sample {
  readonly card: Card;
  /** What the emulator was given; `card` unless the nature is drawn. */
  readonly world: Card;
  readonly seed: string;
  readonly spills: number;
  readonly ledger: Ledger;
  readonly counts: Counts;
  /** Recorded physics events by class of the particle that fired. */
  readonly byClass: ReadonlyMap<string, number>;
}

/** Enough when so many spills are done. */
export const spillsOf = (n: number) => (_: Ledger, done: number) => done >= n;

/** Emulates spills of run III until `enough`. */
export async function sample(
  { seed, nature, executor, repeat, report }: SampleOptions,
  overrides: readonly string[],
  enough: (ledger: Ledger, spills: number) => boolean,
  mode: Mode = 'every',
): Promise<Sample> {
  const card = loadSingleCard('run3-2018', overrides, seed);
  const job: StoredJob = {
    ...{ card, cardHash: cardHash(card, sha256), seed, nature },
    ...{ mode, fidelity: 'energy', truth: true, raw: 'drop' },
  };
  let ledger = emptyLedger();
  let counts = emptyCounts();
  let spills = 0;
  const byClass = new Map<string, number>();
  const spills$ = results(executor, { kind: spill, job, repeat }, naturals());
  await drainUntil(spills$, ({ result }) => {
    ledger = mergeTally(ledger, result.ledger);
    counts = mergeCounts(counts, decodeCounts(result.counts));
    spills++;
    countClasses(result.truth, byClass);
    report(
      `${[mode, ...overrides].join(' ')}: spill ${spills}, ${ledger.electronsOnTarget} electrons`,
    );
    return enough(ledger, spills);
  });
  return { card, world: trueCard(job), seed, spills, ledger, counts, byClass };
}

function countClasses(segment: Uint8Array | null, byClass: Map<string, number>): void {
  if (!segment) return;
  for (const { type, body } of readSegment(segment, crc32)) {
    if (type !== RECORD.truth) continue;
    const truth = decodeMessage(spillway.Truth, body);
    const fired = truth.particles.find((p) => p.id === truth.id);
    if (!fired?.kind || !isPhysics(truth.type)) continue;
    byClass.set(fired.kind, (byClass.get(fired.kind) ?? 0) + 1);
  }
}
