/**
 * A spill as it is, and as it would be if the reconstruction gave one quantity too large by some share. Its events are
 * built and reconstructed once, and counted again for each quantity.
 */
import { buildSpill, type BuiltSpill } from '../../../analyse/building/index.js';
import {
  countEvent,
  countProfile,
  decodeCounts,
  emptyCounts,
  encodeCounts,
  isPhysics,
} from '../../../analyse/counts.js';
import { type ReconstructedEvent, valuesOf } from '../../../analyse/reconstruction/index.js';
import { isSealed } from '../../../analyse/selection/regions.js';
import { reconstructPayload } from '../../../analyse/spill.js';
import { beliefOf } from '../../../core/card/index.js';
import type { Belief } from '../../../core/card/schema.js';
import { crc32 } from '../../hash.js';
import { processSpill, type SpillJob } from '../../spill.js';

type Scaled = (event: ReconstructedEvent, by: number) => Partial<ReconstructedEvent>;

const each = (of: readonly number[], by: number) => of.map((energy) => by * energy);

/** Everything that is plotted. */
export const QUANTITIES: { readonly [name: string]: Scaled } = {
  E_ECAL: (e, by) => ({ ecal: by * e.ecal }),
  E_preshower: (e, by) => ({ preshower: by * e.preshower }),
  E_HCAL: (e, by) => ({
    hcal: each(e.hcal, by),
    hcalTotal: by * e.hcalTotal,
    hcalCentral: each(e.hcalCentral, by),
  }),
  E_HCAL0: (e, by) => ({ hcal0: by * e.hcal0 }),
  E_VETO: (e, by) => ({ veto: each(e.veto, by) }),
  E_SRD: (e, by) => ({ srd: each(e.srd, by) }),
  momentum: (e, by) => ({ momentum: by * e.momentum }),
  angle: (e, by) => ({ angle: by * e.angle }),
  'chi2 of the track': (e, by) => ({ trackChi2: by * e.trackChi2 }),
  'chi2 of the shower': (e, by) => ({ chi2: by * e.chi2 }),
};

export interface ShiftedJob {
  /** In fidelity `energy`. */
  readonly job: SpillJob;
  /** Of `QUANTITIES`. */
  readonly shifted: readonly string[];
  /** 0.01: one per cent. */
  readonly by: number;
}

/** Encoded `Counts`: of those with something shifted, the scalers and the histograms. */
export interface Shifted {
  readonly counts: Uint8Array;
  readonly shifted: readonly Uint8Array[];
  /** Events, not sealed, whose values are others with something shifted: each alone makes another `spillHash`. */
  readonly changed: readonly number[];
}

interface Event {
  readonly type: number;
  readonly event: ReconstructedEvent;
}

export function shiftedSpill({ job, shifted, by }: ShiftedJob, spill: number): Shifted {
  const { raw, counts } = processSpill(job, spill);
  // One that the monitors leave out has nothing that could be shifted.
  if (shifted.length === 0 || decodeCounts(counts).badSpills > 0) {
    return { counts, shifted: shifted.map(() => counts), changed: shifted.map(() => 0) };
  }
  const belief = beliefOf(job.card);
  const built = buildSpill(raw, crc32, belief.readout.building);
  const events = built.events.map(({ header, bodies }) => ({
    type: header.type ?? 0,
    event: reconstructPayload(belief, bodies),
  }));
  const again = shifted.map((name) =>
    events.map(({ type, event }) => ({
      type,
      event: { ...event, ...QUANTITIES[name](event, 1 + by) },
    })),
  );
  const isChanged = ({ type, event }: Event, i: number) =>
    !isHidden({ type, event }, belief) && hashOf(event) !== hashOf(events[i].event);
  return {
    counts,
    shifted: again.map((own) => counted(belief, built, own)),
    changed: again.map((own) => own.filter(isChanged).length),
  };
}

const hashOf = (event: ReconstructedEvent) => crc32(new Uint8Array(valuesOf(event).buffer));

const isHidden = ({ type, event }: Event, belief: Belief) =>
  isPhysics(type) && isSealed(event, belief);

/** As `analyseSpill` counts them, what is sealed left out. */
function counted(belief: Belief, built: BuiltSpill, events: readonly Event[]): Uint8Array {
  const counts = emptyCounts();
  counts.scalers = built.scalers;
  countProfile(counts, built.profile, built.header.spill);
  for (const own of events) {
    if (isHidden(own, belief)) continue;
    countEvent(counts, own.event, belief, own.type, !built.staged);
  }
  return encodeCounts(counts);
}
