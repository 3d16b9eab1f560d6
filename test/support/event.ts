/** Calibrated events made by hand. */
import type { Belief } from '../../src/core/card/schema.js';
import { trackerChannel, trackerLayout, wireAt } from '../../src/core/tracker.js';
import type { CalibratedEvent, Pulses } from '../../src/analyse/calibration/index.js';
import { FRONT_ENDS, type FrontEnd } from '../../src/core/channels.js';
import { trackerHits } from '../../src/analyse/calibration/index.js';
import type { ReconstructedEvent } from '../../src/analyse/reconstruction/index.js';
import type { spillway } from '../../src/core/wire/messages.js';

type Pulse = readonly [channel: number, energyGeV: number, timeNs: number];

export const pulsesOf = (pulses: readonly Pulse[]): Pulses => ({
  channel: pulses.map((p) => p[0]),
  energy: Array.from(pulses, (p) => p[1]),
  time: Array.from(pulses, (p) => p[2]),
});

export function eventOf(
  pulses: { readonly [name in FrontEnd]?: readonly Pulse[] },
  hits: spillway.Hits.$Properties = {},
): CalibratedEvent {
  const columns = {} as Record<FrontEnd, Pulses>;
  for (const name of FRONT_ENDS) columns[name] = pulsesOf(pulses[name] ?? []);
  return { ...columns, tracker: trackerHits(hits) };
}

export interface IdealTrack {
  /** Impact on the ECAL, mm; slopes behind the magnets, rad. */
  readonly x?: number;
  readonly y?: number;
  readonly slopeX?: number;
  readonly slopeY?: number;
  /** GeV. */
  readonly momentum?: number;
  readonly timeNs?: number;
}

/** Where a track crosses z (mm): straight lines, with p0/p - 1 of the nominal bend between them. */
export function trackAt({ detector, analysis }: Belief, t: IdealTrack, z: number) {
  const { position, magnets } = detector;
  const { x = 0, y = 0, slopeX = 0, slopeY = 0, momentum = analysis.beamEnergy } = t;
  const bend = magnets.bend * (analysis.beamEnergy / momentum - 1);
  const before = Math.min(0, z - position.magnets);
  return {
    x: x + slopeX * (z - position.ecal) - bend * before,
    y: y + slopeY * (z - position.ecal),
  };
}

/** Hits of tracks without noise or resolution: two strips whose centre of gravity is the crossing. */
export function idealHits(
  belief: Belief,
  tracks: readonly IdealTrack[],
): spillway.Hits.$Properties {
  const strips: { channel: number; amplitude: number; time: number }[] = [];
  const tubes: { channel: number; tdc: number }[] = [];
  const { straw } = belief.detector.tracker;
  trackerLayout(belief.detector.tracker).forEach((station, s) => {
    for (const track of tracks) {
      const at = trackAt(belief, track, station.z);
      const time = Math.round(10 * (track.timeNs ?? 0));
      for (const [view, v] of [at.x, at.y].entries()) {
        if (station.strips === null) {
          const tube = Math.round((2 * (v - wireAt(straw, 0))) / straw.diameter);
          const tdc = straw.window.from + 20 + Math.round(time / 10);
          tubes.push({ channel: trackerChannel(s, view, tube), tdc });
          continue;
        }
        const { pitch, strips: n } = station.strips;
        const where = v / pitch + n / 2 - 0.5;
        const left = Math.floor(where);
        for (const [strip, share] of [
          [left, left + 1 - where],
          [left + 1, where - left],
        ] as const) {
          const channel = trackerChannel(s, view, station.map[strip] as number);
          strips.push({ channel, amplitude: Math.max(1, Math.round(1e6 * share)), time });
        }
      }
    }
  });
  strips.sort((a, b) => a.channel - b.channel);
  tubes.sort((a, b) => a.channel - b.channel);
  return {
    strip: strips.map((h) => h.channel),
    amplitude: strips.map((h) => h.amplitude),
    timeTicks: strips.map((h) => h.time),
    tube: tubes.map((h) => h.channel),
    tdc: tubes.map((h) => h.tdc),
  };
}

/** What is reconstructed of an event in the signal box. */
export const IN_BOX: ReconstructedEvent = {
  ecal: 30,
  preshower: 2,
  hottest: [3, 3],
  chi2: 1,
  cellTimes: [0],
  hcal: [0.1, 0, 0],
  hcalTotal: 0.1,
  hcalCentral: [0.1, 0, 0],
  hcal0: 0,
  veto: [0, 0, 0],
  srd: [0.02, 0.03, 0.025],
  tracks: 1,
  momentum: 100,
  angle: 1e-4,
  trackChi2: 1,
  straws: [1, 2],
};
