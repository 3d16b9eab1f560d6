/** Sealed events for tests: a card with many of them, and values to exchange theirs for. */
import type { ReconstructedEvent } from '../../src/analyse/reconstruction/event.js';

/** Many electrons that lose energy at large angles: their events have nothing in the HCAL. */
export const MANY_SEALED = [
  'beam.intensity=100000',
  'beam.spill=240 ms',
  'nature.upstreamElectroNuclear.ratePerRadiationLength=0.08',
  'nature.upstreamElectroNuclear.largeAngleFraction=1',
  'nature.upstreamElectroNuclear.slope=40 GeV',
  // So that every plot has something in it:
  'nature.admixture.pion=0.02',
  'nature.dimuon.rate=5e-4',
  'nature.electroNuclear.rate=4e-4',
  'nature.electroNuclear.neutralFraction=0.5',
  'trigger.menu.random.rate=200 Hz',
  'trigger.menu.beam.prescale=2000',
];

/** Values inside the sealed region: the k-th of those that pass every cut, or of those that do not. */
export function invented(k: number, passes: boolean): ReconstructedEvent {
  const hcal = [0.1 + 0.01 * (k % 20), 0.01 * (k % 7), 0] as const;
  const event: ReconstructedEvent = {
    ecal: 1 + ((k * 7.3) % 48),
    preshower: 0.6 + 0.1 * (k % 30),
    hottest: [3, 3],
    chi2: 0.5 + 0.05 * (k % 20),
    cellTimes: [k % 25, 30 + (k % 200), -k],
    hcal,
    hcalTotal: hcal[0] + hcal[1],
    hcalCentral: hcal,
    hcal0: 0,
    veto: [0, 0.001, 0],
    srd: [0.01, 0.02 + 0.001 * (k % 9), 0.03],
    tracks: 1,
    momentum: 99 + 0.1 * (k % 20),
    angle: 1e-4,
    trackChi2: 1,
    straws: [1, 2],
  };
  if (passes) return event;
  const spoilt: Partial<ReconstructedEvent>[] = [
    { tracks: 0, momentum: 0 },
    { chi2: 40 },
    { veto: [0.05, 0, 0] },
    { hottest: [0, 5] },
    { srd: [0, 0, 0] },
    { ecal: 54.9 },
    { hcal: [0.7, 0.7, 0], hcalTotal: 1.4 },
    { straws: [9, 9] },
  ];
  return { ...event, ...spoilt[k % spoilt.length] };
}
