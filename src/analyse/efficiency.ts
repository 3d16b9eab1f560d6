/**
 * Signal efficiency and exposure, from scalers and belief: prescale, live fraction and pile-up are measured,
 * every other factor is an input of the card.
 */
import type { Belief } from '../core/card/schema.js';
import { triggerNames } from '../core/card/trigger.js';
import { exp } from '../core/math.js';
import { SLICE_NS } from '../core/ticks.js';
import type { Scalers } from '../core/wire/ledger.js';
import type { Counts } from './counts.js';
import { towardsHeavy } from './log-mass.js';

/** `in`: typed in; `out`: measured from what was emulated. */
export type Role = 'in' | 'out';

export interface Factor {
  readonly name: string;
  readonly role: Role;
  readonly value: number;
}

/**
 * Beam-weighted rate of S coincidences, per ns: mean of the rate seen by a particle, from the pairs
 * counted within 1 ms slices (free of the counting noise that would bias n^2/n).
 */
export const beamWeightedRate = (scalers: Scalers): number =>
  scalers.coincidences > 0 ? scalers.coincidencePairs / (scalers.coincidences * SLICE_NS) : 0;

/** Physics triggers left after prescales of those whose condition was met; 1 without any. */
export function prescaleFraction({ trigger }: Pick<Belief, 'trigger'>, scalers: Scalers): number {
  let met = 0;
  let fired = 0;
  triggerNames(trigger).forEach((name, bit) => {
    if (trigger.menu[name].type !== 'physics') return;
    met += scalers.met[bit];
    fired += scalers.fired[bit];
  });
  return met > 0 ? fired / met : 1;
}

/** Physics triggers that found the readout free; 1 without any. */
export const liveFraction = (scalers: Scalers): number =>
  scalers.presented[0] > 0 ? scalers.accepted[0] / scalers.presented[0] : 1;

/** The same from the beam: share of S coincidences that came while the readout was not busy. */
export const beamWeightedLive = (scalers: Scalers): number =>
  scalers.coincidences > 0 ? 1 - scalers.busyCoincidences / scalers.coincidences : 1;

/** Share of time that the readout was not busy: too high where the rate is not constant. */
export const unweightedLive = (scalers: Scalers): number =>
  scalers.clockTicks > 0 ? 1 - scalers.busyTicks / scalers.clockTicks : 1;

/** Share of beam electrons that make an S coincidence without veto, from the card. */
function counterEfficiency({ detector: { counters }, analysis }: Belief): number {
  const { efficiency: s, selfVeto } = counters;
  return s * s * s * s * (1 - selfVeto) * analysis.efficiencies.geometry;
}

/**
 * The experimenter's electrons on target: coincidences S1 S2 S3 S4 !V, corrected for the scaler's dead
 * time (one gate after each), for the purity of the beam and for the believed share of electrons that
 * the counters see.
 */
export function scalerElectrons(belief: Belief, scalers: Scalers): number {
  const gates = beamWeightedRate(scalers) / (1 - belief.detector.counters.selfVeto);
  const deadTime = 1 + gates * belief.trigger.coincidence.gate;
  const seen = counterEfficiency(belief);
  return (scalers.coincidences * deadTime * belief.analysis.purity) / seen;
}

/**
 * Window (ns) in which a beam electron spoils a signal event: in the trigger gate it lifts the sum
 * above the threshold, E_A + w(dt) E_beam > threshold, averaged over the box 0 < E_A < edge; offline it
 * adds energy within the in-time window.
 */
export function pileUpWindow(belief: Belief): { trigger: number; total: number } {
  const { trigger, analysis } = belief;
  const { full, zero } = trigger.overlap;
  const offline = Math.min(analysis.cuts.ecal.window.to, -analysis.cuts.ecal.window.from);
  const steps = 50;
  let gate = 0;
  let union = 0;
  for (let i = 0; i < steps; i++) {
    const energy = (analysis.box.ecal * (i + 0.5)) / steps;
    const weight = (trigger.ecal.threshold - energy) / analysis.beamEnergy;
    const reach = weight >= 1 ? 0 : zero - Math.max(0, weight) * (zero - full);
    gate += (2 * reach) / steps;
    union += (2 * Math.max(reach, offline)) / steps;
  }
  return { trigger: gate, total: union };
}

/** Electrons per ns as a particle of the beam meets them. */
const electronRate = (belief: Belief, scalers: Scalers): number =>
  beamWeightedRate(scalers) / counterEfficiency(belief);

const leftInGate = (belief: Belief, scalers: Scalers): number =>
  exp(-electronRate(belief, scalers) * pileUpWindow(belief).trigger);

/** Factors in the order in which they are conditional on each other. */
export function efficiencyFactors(belief: Belief, counts: Counts): Factor[] {
  const e = belief.analysis.efficiencies;
  const window = pileUpWindow(belief);
  const inGate = leftInGate(belief, counts.scalers);
  const offline = exp(-electronRate(belief, counts.scalers) * (window.total - window.trigger));
  const typed = (name: keyof typeof e): Factor => ({ name, role: 'in', value: e[name] });
  return [
    typed('geometry'),
    typed('trigger'),
    { name: 'prescale', role: 'out', value: prescaleFraction(belief, counts.scalers) },
    { name: 'live', role: 'out', value: liveFraction(counts.scalers) },
    { name: 'pile-up in the trigger gate', role: 'out', value: inGate },
    typed('track'),
    typed('srd'),
    typed('shape'),
    typed('veto'),
    typed('hcal'),
    { name: 'pile-up offline', role: 'out', value: offline },
  ];
}

/** Of triggers that nothing of their own holds up: left by prescale, dead time and neighbours in the gate. */
export function openShare(belief: Belief, { scalers }: Counts): number {
  return prescaleFraction(belief, scalers) * liveFraction(scalers) * leftInGate(belief, scalers);
}

/** Total efficiency for a light A'. */
export const totalEfficiency = (factors: readonly Factor[]): number =>
  factors.reduce((product, f) => product * f.value, 1);

/** Efficiency at a mass (GeV) over that at 1 MeV: linear in ln m up to 500 MeV, constant beyond. */
export const massDependence = ({ analysis }: Belief, massGeV: number): number =>
  1 + (analysis.efficiencies.heavyOverLight - 1) * towardsHeavy(massGeV);
