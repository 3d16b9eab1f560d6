import { MAX_SAMPLE } from '../../core/wire/samples.js';
import { changeSamples, gevPerCount, isKept } from './counts.js';
import type { FaultKind } from './fault.js';

export const stuckBit: FaultKind<'stuckBit'> = {
  kind: 'stuckBit',
  describes: 'a bit of the ADC of a channel is always the same',
  answer(own, card, body) {
    const mask = 1 << own.bit;
    const stick = (count: number) => (own.value === 1 ? count | mask : count & ~mask);
    if (body.waveforms) return changeSamples(card, own, body, stick);
    const { channel: channels, energyKev, timePs } = body.energies ?? {};
    if (!channels || !energyKev || !timePs) return body;
    // The top of a pulse over the pedestal, as whole counts.
    const { pedestal } = card.detector.sampling;
    const perCount = 1e6 * gevPerCount(card, own);
    const changed = (kev: number) => {
      const top = Math.max(0, Math.min(MAX_SAMPLE, Math.round(pedestal + kev / perCount)));
      return kev + Math.round((stick(top) - top) * perCount);
    };
    const energies = energyKev.map((e, i) => (channels[i] === own.channel ? changed(e) : e));
    const keep = channels.map((c, i) => c !== own.channel || isKept(card, own, energies[i]));
    const kept = <T>(of: T[]) => of.filter((_, i) => keep[i]);
    return {
      energies: { channel: kept(channels), energyKev: kept(energies), timePs: kept(timePs) },
    };
  },
};
