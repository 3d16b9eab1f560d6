/**
 * What becomes of raw data. A share is one of whole spills: a spill is what can be replayed, with its scalers, its
 * flashes and a hash of its own in the journal; single events are made again by `event` without any of it.
 */
import { sha256 } from './hash.js';

/** All are kept, those of a share of the spills (per cent), or none. */
export type RawData = 'keep' | 'drop' | `sample:${number}%`;

/** @returns null for what is none of them; shares of 0 and 100 % have names */
export function parseRawData(text: string): RawData | null {
  if (text === 'keep' || text === 'drop') return text;
  const share = Number(/^sample:(\d+(?:\.\d+)?)%$/.exec(text)?.[1]);
  return share > 0 && share < 100 ? `sample:${share}%` : null;
}

/** Share of the spills whose raw data are kept, 0 to 1. */
export function shareKept(raw: RawData): number {
  if (raw === 'keep') return 1;
  if (raw === 'drop') return 0;
  return Number(raw.slice('sample:'.length, -1)) / 100;
}

/**
 * Whether the raw data of a spill are kept: a pure function of these, and whatever a smaller share keeps a larger one
 * keeps, too.
 */
export function keepsRaw(
  raw: RawData,
  { seed, run }: { readonly seed: string; readonly run: number },
  spill: number,
): boolean {
  const share = shareKept(raw);
  if (share === 0 || share === 1) return share === 1;
  const drawn = sha256(JSON.stringify(['spillway.sample/1', seed, run, spill]));
  return Number.parseInt(drawn.slice(0, 13), 16) < share * 2 ** 52;
}
