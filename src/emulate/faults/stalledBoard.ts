import { spillway } from '../../core/wire/messages.js';
import type { FaultKind } from './fault.js';

export const stalledBoard: FaultKind<'stalledBoard'> = {
  kind: 'stalledBoard',
  describes: 'a source stops for the rest of the spill behind an event of which it had nothing',
  source(_, sent, { read }) {
    const empty = sent.findIndex(({ bytes }) => isEmpty(read(bytes).body));
    const left = empty < 0 ? sent : sent.slice(0, empty + 1);
    return { sent: left, from: sent[left.length] ?? null };
  },
};

function isEmpty(body: Uint8Array): boolean {
  const { energies, waveforms, hits } = spillway.Body.decode(body);
  return (
    (energies?.channel?.length ?? 0) +
      (waveforms?.channel?.length ?? 0) +
      (hits?.strip?.length ?? 0) +
      (hits?.tube?.length ?? 0) ===
    0
  );
}
