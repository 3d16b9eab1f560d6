/** Failures of the reconstruction, without what they say: any event may be a sealed one, and a message may hold its values. */
import { InternalError } from '../core/errors.js';

/** A line of a stack that names a place in the source, and nothing else. */
const FRAME = /^ {4}at [^\n]*:\d+:\d+\)?$/;

/**
 * What `reconstruct` gives.
 * @param event number in its spill, where it is known
 * @throws InternalError, with class and place of whatever it throws, and neither its message nor the error itself
 */
export function blindly<T>(reconstruct: () => T, event?: number | null): T {
  try {
    return reconstruct();
  } catch (thrown) {
    const frames = placesOf(thrown);
    const blind = new InternalError({
      what:
        event === undefined || event === null
          ? 'reconstruction of an event'
          : `reconstruction of event ${event}`,
      fault: `failed${classOf(thrown)}${frames[0]?.replace(/^ +/, ' ') ?? ''}`,
      next: 'its message is left out, as it may hold values of a sealed event',
    });
    blind.stack = [`${blind.name}: ${blind.message}`, ...frames].join('\n');
    throw blind;
  }
}

const classOf = (thrown: unknown) =>
  thrown instanceof Error ? ` with ${thrown.constructor.name}` : '';

const placesOf = (thrown: unknown): string[] =>
  thrown instanceof Error ? (thrown.stack ?? '').split('\n').filter((l) => FRAME.test(l)) : [];
