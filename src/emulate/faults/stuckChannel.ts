import { changeSamples, gevPerCount, isKept } from './counts.js';
import type { FaultKind } from './fault.js';

export const stuckChannel: FaultKind<'stuckChannel'> = {
  kind: 'stuckChannel',
  describes: 'a channel gives the same count whatever comes',
  answer(own, card, body) {
    if (body.waveforms) return changeSamples(card, own, body, () => own.count);
    const { channel: channels, energyKev, timePs } = body.energies ?? {};
    if (!channels || !energyKev || !timePs) return body;
    const pedestal = card.detector.sampling.pedestal;
    const stuck = Math.round(1e6 * (own.count - pedestal) * gevPerCount(card, own));
    const out = { channel: [] as number[], energyKev: [] as number[], timePs: [] as number[] };
    const push = (channel: number, energy: number, time: number) => {
      out.channel.push(channel);
      out.energyKev.push(energy);
      out.timePs.push(time);
    };
    let told = !isKept(card, own, stuck);
    channels.forEach((channel, i) => {
      if (!told && channel >= own.channel) {
        told = true;
        push(own.channel, stuck, 0);
      }
      if (channel !== own.channel) push(channel, energyKev[i], timePs[i]);
    });
    if (!told) push(own.channel, stuck, 0);
    return { energies: out };
  },
};
