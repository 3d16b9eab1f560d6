/**
 * What identifies results: spillHash, runHash, campaignHash, rawHash.
 */
import { type Counts, countsMessage } from '../analyse/counts.js';
import { canonicalJson } from '../core/card/index.js';
import type { Fidelity } from '../core/fidelity.js';
import type { Mode } from '../core/mode.js';
import type { Nature } from '../core/nature.js';
import type { Ledger } from '../core/wire/ledger.js';
import { spillway } from '../core/wire/messages.js';
import { kindCode, type Primitives, primitivesCrc } from '../core/wire/primitives.js';
import { sha256 } from './hash.js';

/**
 * SHA-256 of the canonical protobuf of ledger, counts and the ordered list of the spill's triggers
 * with the CRCs of their primitives and of their reconstructed values.
 * @param primitives encoded, of each trigger
 * @param reconstructedCrc by recorded event, in order; 0 where there is none
 */
export function spillHash(
  ledger: Ledger,
  counts: Counts,
  triggers: readonly Primitives[],
  primitives: readonly Uint8Array[],
  reconstructedCrc: readonly number[],
): string {
  const rows = triggers.map((p, i) => ({
    slice: p.slice,
    kind: kindCode(p.kind),
    index: p.index,
    decision: p.decision,
    primitivesCrc: primitivesCrc(primitives[i]),
    reconstructedCrc: p.event > 0 ? (reconstructedCrc[p.event - 1] ?? 0) : 0,
  }));
  const digest = { ledger, counts: countsMessage(counts), triggers: rows };
  return sha256(spillway.SpillDigest.encode(digest).finish());
}

export interface RunIdentity {
  readonly cardHash: string;
  readonly seed: string;
  readonly mode: Mode;
  readonly fidelity: Fidelity;
  readonly nature: Nature;
}

/**
 * Independent of workers, resume, file layout, and of whether raw data were kept.
 * @param spillHashes of spills 1, 2, ...
 */
export function runHash(identity: RunIdentity, spillHashes: readonly string[]): string {
  const { cardHash, seed, mode, fidelity, nature } = identity;
  // A drawn nature follows from card and seed: its name identifies it, its values are not told.
  const drawn = nature === 'nominal' ? [] : [nature];
  const [first, last] = [1, spillHashes.length];
  return sha256(
    canonicalJson([
      ...['spillway.run/1', cardHash, seed, mode, fidelity, first, last, spillHashes],
      ...drawn,
    ]),
  );
}

/** The same of a journal. */
export const runHashOf = (
  identity: RunIdentity,
  journal: readonly { readonly spillHash: string }[],
): string =>
  runHash(
    identity,
    journal.map(({ spillHash }) => spillHash),
  );

/** Of a campaign: of its runs, in order. */
export const campaignHash = (runHashes: readonly string[]): string =>
  sha256(canonicalJson(['spillway.campaign/1', runHashes]));

/** Of raw segments, in order. */
export const rawHash = (spillRawHashes: readonly string[]): string =>
  sha256(canonicalJson(['spillway.raw/1', spillRawHashes]));
