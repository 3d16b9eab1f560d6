/**
 * The card with which the sub-detectors answer in fidelity `waveform`: without what fidelity `energy` puts in
 * for electronics and reconstruction, since here the samples bring it. What is decided before the detector
 * (energies of showers, the trigger) is drawn with the card itself, in both fidelities alike.
 */
import type { Card } from '../../core/card/schema.js';

/** Made once for each card: tables hang on its parts. */
const quiet = new WeakMap<Card, Card>();

export function withoutElectronics(card: Card): Card {
  const known = quiet.get(card);
  if (known) return known;
  const { ecal, srd, veto, hcal, tracker } = card.detector;
  const { pulseTime } = card.nature.electronics;
  const silent = { channelNoise: 0 };
  const made = {
    ...card,
    detector: {
      ...card.detector,
      ecal: { ...ecal, cellNoise: { preshower: 0, main: 0 }, timeResolution: pulseTime.ecal },
      srd: { ...srd, timeResolution: pulseTime.srd },
      veto: { ...veto, timeResolution: pulseTime.veto },
      hcal: { ...hcal, cellNoise: 0, timeResolution: pulseTime.hcal },
      tracker: {
        ...tracker,
        micromegas: { ...tracker.micromegas, ...silent },
        gem: { ...tracker.gem, ...silent },
      },
    },
  };
  quiet.set(card, made);
  return made;
}
