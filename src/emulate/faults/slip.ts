import type { Fragment } from '../../core/wire/event.js';
import { below } from '../../core/random/index.js';
import type { Sent, Source, Wrong } from './fault.js';

/** From a fragment on that is drawn, a source says something else. */
export function slip(
  sent: readonly Sent[],
  { stream, read, write }: Source,
  change: (fragment: Fragment) => Fragment,
): Wrong {
  if (sent.length === 0) return { sent, from: null };
  const first = below(sent.length, stream);
  const changed = sent.map((s, i) =>
    i < first ? s : { ...s, bytes: write(change(read(s.bytes))) },
  );
  return { sent: changed, from: sent[first] };
}
