import seedrandom from 'seedrandom';

/** 64 bits that a whole run is drawn from: two words, each in [0, 2^32). */
export interface Key {
  readonly k0: number;
  readonly k1: number;
}

/** What a seed is, in words. */
export const SEED = '1 to 255 characters (bytes, when percent-encoded)';

/**
 * The key of a human seed string, by seedrandom's ARC4 (pure: no clock, no entropy).
 *
 * seedrandom reads a seed cyclically and takes 8 bits of each character, so that its '1' and '11',
 * or 'ā' and '\u0001', are one seed. Percent-encoded UTF-8 with a closing NUL keeps them apart; for
 * a string of digits that is what seedrandom makes of the number itself.
 *
 * @throws {RangeError} for an empty seed, one over 255 bytes when encoded, or a lone surrogate.
 * @example seedKey('1') // { k0: 762935692, k1: 1748852535 }
 */
export function seedKey(seed: string): Key {
  const text = encoded(seed);
  if (!isKeyText(text)) {
    throw new RangeError(`seed: got ${JSON.stringify(seed)}, expected ${SEED}`);
  }
  const arc4 = seedrandom(`${text}\0`, { entropy: false });
  return { k0: arc4.int32() >>> 0, k1: arc4.int32() >>> 0 };
}

/** Whether `seedKey` takes it. */
export const isSeed = (seed: string): boolean => isKeyText(encoded(seed));

const isKeyText = (text: string | undefined): text is string =>
  text !== undefined && text.length >= 1 && text.length <= 255;

function encoded(seed: string): string | undefined {
  try {
    return encodeURIComponent(seed);
  } catch {
    return undefined;
  }
}
