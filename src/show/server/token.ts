/** The token of what changes something: whether one is needed, and which. */
import { UsageError } from '../../core/errors.js';
import { isLoopback } from './guard.js';

/** Below this a token can be guessed. */
const LEAST = 16;

/**
 * @param given that of the environment
 * @param bound the address that is listened on
 * @param names further names under which it is asked for: of a proxy or a tunnel, which bring others to a loopback address
 * @param make makes one, where it is needed and none is given
 * @returns null where none is needed: none is given, and this machine alone asks
 * @throws UsageError where the one that is given can be guessed, or stands in no header
 */
export function tokenFor(
  given: string | undefined,
  bound: string,
  names: readonly string[],
  make: () => string,
): string | null {
  if (!given) return isLoopback(bound) && names.length === 0 ? null : make();
  if (/^[\x21-\x7e]+$/.test(given) && given.length >= LEAST) return given;
  throw new UsageError({
    ...{ what: 'SPILLWAY_TOKEN', got: `${given.length} characters` },
    expected: `at least ${LEAST}, letters, digits and signs without spaces`,
    next: 'leave it out, and one is made where it is needed',
  });
}

/** The address that is told: behind #, which no browser sends on, so that it stands in no log. */
export const addressOf = (url: string, token: string | null): string =>
  `${url}/${token === null ? '' : `#token=${encodeURIComponent(token)}`}`;
