/** The stream of `spillway serve`, read by a program: connects again as a browser does. */
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../../core/errors.js';
import { type Live, LIVE_SCHEMA } from '../../run/live/shape.js';

const RETRY_MS = 2000;

/** Until it is left. @throws UsageError where nothing of ours answers, or it is of another version */
export async function* liveStream(url: string, note: (text: string) => void): AsyncGenerator<Live> {
  let answered = false;
  for (;;) {
    try {
      const response = await fetch(new URL('/api/stream', url));
      if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
      for await (const live of messages(response.body)) {
        if (live.schema !== LIVE_SCHEMA) {
          const fault = `it says "${live.schema}"`;
          throw new UsageError({ what: 'URL', got: url, fault, expected: LIVE_SCHEMA });
        }
        answered = true;
        yield live;
      }
      if (!answered) throw new Error('the stream ended without a message');
    } catch (error) {
      if (error instanceof UsageError) throw error;
      if (!answered) {
        throw new UsageError({
          ...{ what: 'URL', got: url, fault: `nothing answers (${(error as Error).message})` },
          next: 'give the address that spillway serve prints',
        });
      }
    }
    note('connection lost; trying again');
    await sleep(RETRY_MS);
  }
}

async function* messages(body: ReadableStream<Uint8Array>): AsyncGenerator<Live> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block.split('\n').find((line) => line.startsWith('data: '));
      if (data) yield JSON.parse(data.slice(6)) as Live;
    }
  }
}
