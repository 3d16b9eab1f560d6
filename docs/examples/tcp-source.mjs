// A source of spills for an event builder of one's own: whoever connects gets the fragments of spill after spill, each behind
// its length (uint32, little-endian) and the number of its front end (uint8), as a front end sends them. A slow
// reader slows the source down.
//
//   node tcp-source.mjs [PORT] [SPILLS]
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fragmentsOf, loadCard, spills$ } from 'spillway';

const [port = '4865', spills = '2'] = process.argv.slice(2);
const card = loadCard('run3-2018', ['beam.intensity=1e5']);

const server = createServer((socket) => {
  socket.on('error', (error) => console.error(error.message));
  send(socket).catch((error) => socket.destroy(error));
});

async function send(socket) {
  const sources = [];
  for await (const { spill, raw } of eachOf(spills$({ card, spills: Number(spills), workers: 1 }))) {
    let sent = 0;
    for (const { source, bytes } of fragmentsOf(raw)) {
      if (socket.destroyed) return;
      if (!sources.includes(source)) sources.push(source);
      const head = Buffer.alloc(5);
      head.writeUInt32LE(bytes.length + 1);
      head.writeUInt8(sources.indexOf(source), 4);
      socket.write(head);
      if (!socket.write(bytes)) await once(socket, 'drain');
      sent++;
    }
    console.log(`spill ${spill}: ${sent} fragments of ${sources.join(', ')}`);
  }
  socket.end();
}

// An observable, spill by spill, for `for await`. At most two are computed ahead.
async function* eachOf(stream$) {
  const waiting = [];
  let wake = () => {};
  const told = (what) => {
    waiting.push(what);
    wake();
  };
  const subscription = stream$.subscribe({
    next: (value) => told({ value }),
    error: (error) => told({ error }),
    complete: () => told({ done: true }),
  });
  try {
    for (;;) {
      while (waiting.length === 0) await new Promise((resolve) => (wake = resolve));
      const { value, error, done } = waiting.shift();
      if (error) throw error;
      if (done) return;
      yield value;
    }
  } finally {
    subscription.unsubscribe();
  }
}

server.listen(Number(port), '127.0.0.1', () => {
  console.log(`listening on port ${server.address().port}`);
});
