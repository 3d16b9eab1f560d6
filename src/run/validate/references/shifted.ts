/**
 * A spill as it is, and as it would be if the reconstruction gave one quantity too large by some share.
 */
import { encodeCounts } from '../../../analyse/counts.js';
import type { ReconstructedEvent } from '../../../analyse/reconstruction/index.js';
import { analyseSpill, reconstructPayload } from '../../../analyse/spill.js';
import { beliefOf } from '../../../core/card/index.js';
import { crc32 } from '../../hash.js';
import { processSpill, type SpillJob } from '../../spill.js';

type Scaled = (event: ReconstructedEvent, by: number) => Partial<ReconstructedEvent>;

const three = (of: readonly [number, number, number], by: number) =>
  [by * of[0], by * of[1], by * of[2]] as const;

/** Everything that is plotted. */
export const QUANTITIES: { readonly [name: string]: Scaled } = {
  E_ECAL: (e, by) => ({ ecal: by * e.ecal }),
  E_preshower: (e, by) => ({ preshower: by * e.preshower }),
  E_HCAL: (e, by) => ({
    hcal: three(e.hcal, by),
    hcalTotal: by * e.hcalTotal,
    hcalCentral: three(e.hcalCentral, by),
  }),
  E_HCAL0: (e, by) => ({ hcal0: by * e.hcal0 }),
  E_VETO: (e, by) => ({ veto: three(e.veto, by) }),
  E_SRD: (e, by) => ({ srd: three(e.srd, by) }),
  momentum: (e, by) => ({ momentum: by * e.momentum }),
  angle: (e, by) => ({ angle: by * e.angle }),
  'chi2 of the track': (e, by) => ({ trackChi2: by * e.trackChi2 }),
  'chi2 of the shower': (e, by) => ({ chi2: by * e.chi2 }),
};

export interface ShiftedJob {
  readonly job: SpillJob;
  /** Of `QUANTITIES`. */
  readonly shifted: readonly string[];
  /** 0.01: one per cent. */
  readonly by: number;
}

/** Encoded `Counts`. */
export interface Shifted {
  readonly counts: Uint8Array;
  readonly shifted: readonly Uint8Array[];
}

export function shiftedSpill({ job, shifted, by }: ShiftedJob, spill: number): Shifted {
  const { raw, counts } = processSpill(job, spill);
  const belief = beliefOf(job.card);
  const again = (name: string) =>
    analyseSpill(belief, raw, crc32, 'closed', null, (...event) => {
      const e = reconstructPayload(...(event.slice(0, 4) as Parameters<typeof reconstructPayload>));
      return { ...e, ...QUANTITIES[name](e, 1 + by) };
    });
  return { counts, shifted: shifted.map((name) => encodeCounts(again(name).counts)) };
}
