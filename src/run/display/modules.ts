/** Calibrated pulses as cells of the modules: what each channel saw, and what of it counts in its window. */
import type { CalibratedEvent, Pulses } from '../../analyse/calibration/index.js';
import { masterTime, masterTiming } from '../../analyse/calibration/master.js';
import { about, type Window } from '../../analyse/reconstruction/window.js';
import type { Belief } from '../../core/card/index.js';
import { channelCounts, ecalGrid, type FrontEnd, hcalGrid } from '../../core/channels.js';
import { ecalFace, hcalModules } from '../../core/geometry.js';
import { SUB_DETECTORS } from '../../emulate/detector/index.js';
import type { Box, Cell, Module } from './shape.js';

/** A module without its cells: where they stand in the channels. */
interface Place extends Omit<Module, 'cells' | 'frontEnd'> {
  readonly frontEnd: FrontEnd;
  readonly first: number;
  readonly channels: number;
}

export function modulesOf(belief: Belief, event: CalibratedEvent): Module[] {
  const particle = masterTime(event.counters, masterTiming(belief));
  return placesOf(belief, particle).map(({ first, channels, ...module }) => ({
    ...module,
    cells: Array.from({ length: channels }, (_, i) =>
      cellOf(belief, module.frontEnd, first + i, event[module.frontEnd], module.window),
    ),
  }));
}

/** @param particle when the trigger's particle came, ns after the trigger */
function placesOf({ detector, analysis }: Belief, particle: number): Place[] {
  const { cuts } = analysis;
  const { hcal } = detector;
  const [preshower, main] = ecalBoxes(detector);
  const counts = channelCounts(detector);
  const { nx, ny, cells } = ecalGrid(detector.ecal);
  const ecal = { frontEnd: 'ecal', side: [nx, ny], channels: cells } as const;
  const behind = hcalGrid(hcal);
  const inEcal = about(cuts.ecal.window, particle);
  const row = (name: string, frontEnd: FrontEnd, window: Window | null): Place => ({
    ...{ name, frontEnd, window },
    ...{ side: null, box: null, first: 0, channels: counts[frontEnd] },
  });
  return [
    { name: 'ECAL preshower', ...ecal, first: 0, box: preshower, window: inEcal },
    { name: 'ECAL', ...ecal, first: cells, box: main, window: inEcal },
    ...hcalModules(detector).map(({ number, name, axis, x, y, z }): Place => {
      const [halfX, halfY] = [behind.nx, behind.ny].map((n) => (n * hcal.pitch) / 2);
      const atZero = axis === 'straight' && cuts.zeroDegree;
      return {
        ...{ name, frontEnd: 'hcal', side: [behind.nx, behind.ny], first: behind.cells * number },
        channels: behind.cells,
        box: {
          ...{ axis, x: [x - halfX, x + halfX], y: [y - halfY, y + halfY] },
          z: [z, z + hcal.length],
        },
        window: atZero ? about(atZero.window, particle) : cuts.hcal.window,
      };
    }),
    row('VETO', 'veto', cuts.veto.window),
    row('SRD', 'srd', about(cuts.srd.window, particle)),
    row('counters', 'counters', null),
  ];
}

/** Preshower and main section. */
function ecalBoxes(detector: Belief['detector']): [Box, Box] {
  const { ecal, position } = detector;
  const [x, y] = ecalFace(detector);
  const parted = position.ecal + ecal.preshowerDepth * ecal.length;
  const of = (from: number, to: number): Box => ({ axis: 'bent', x, y, z: [from, to] });
  return [of(position.ecal, parted), of(parted, position.ecal + ecal.length)];
}

const labels = new Map(SUB_DETECTORS.map(({ name, label }) => [name, label]));

/** What a channel is called. */
export const labelOf = (
  detector: Belief['detector'],
  frontEnd: FrontEnd,
  channel: number,
): string => labels.get(frontEnd)?.(channel, detector) ?? `${frontEnd} ${channel}`;

function cellOf(
  { detector }: Belief,
  frontEnd: FrontEnd,
  channel: number,
  { channel: of, energy, time }: Pulses,
  window: Window | null,
): Cell {
  const pulses = of.flatMap((c, i) =>
    c === channel ? [{ energy: energy[i], time: time[i] }] : [],
  );
  const inTime = pulses.filter((p) => !window || (p.time >= window.from && p.time <= window.to));
  const largest = inTime.reduce((a, b) => (b.energy > a.energy ? b : a), inTime[0]);
  return {
    ...{ channel, name: labelOf(detector, frontEnd, channel), pulses },
    energy: inTime.reduce((sum, p) => sum + p.energy, 0),
    time: largest?.time ?? null,
  };
}
