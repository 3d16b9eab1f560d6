/** The stream of what is going on: connects, and connects again. */
import type { Live } from '../../src/run/live/shape.js';

export type Connection = 'connecting' | 'connected' | 'lost';

/** After a refusal; without one the browser connects again by itself. */
const AGAIN_MS = 3000;

/** @returns what ends it */
export function followLive(
  show: (live: Live) => void,
  connection: (state: Connection) => void,
): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    source = new EventSource('/api/stream');
    source.addEventListener('open', () => connection('connected'));
    source.addEventListener('error', () => {
      connection('lost');
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      timer = setTimeout(connect, AGAIN_MS);
    });
    source.addEventListener('live', ({ data }) => show(JSON.parse(data) as Live));
  };
  connection('connecting');
  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
