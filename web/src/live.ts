/** The stream of what is going on: connects, and connects again. */
import type { Live } from '../../src/run/live/shape.js';

export type Connection = 'connecting' | 'connected' | 'lost';

export function followLive(
  show: (live: Live) => void,
  connection: (state: Connection) => void,
): EventSource {
  connection('connecting');
  const source = new EventSource('/api/stream');
  source.addEventListener('open', () => connection('connected'));
  // The browser connects again by itself, unless it was refused.
  source.addEventListener('error', () => connection('lost'));
  source.addEventListener('live', ({ data }) => show(JSON.parse(data) as Live));
  return source;
}
