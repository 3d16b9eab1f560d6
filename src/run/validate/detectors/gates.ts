/**
 * Beam electrons with all that arrives about them: how often VETO, HCAL and HCAL0 are quiet.
 */
import { pileUpWindow } from '../../../analyse/efficiency.js';
import { veto, zeroDegree } from '../../../analyse/selection/activity.js';
import { reconstructPayload } from '../../../analyse/spill.js';
import { beliefOf } from '../../../core/card/index.js';
import { hcalGrid } from '../../../core/channels.js';
import { ticks } from '../../../core/ticks.js';
import { spillProfile } from '../../../emulate/beam/profile.js';
import { Timeline } from '../../../emulate/beam/timeline.js';
import { PayloadBuilder } from '../../../emulate/pileup.js';
import { spillKey } from '../../../emulate/spill.js';
import { radiatingUpstream } from '../../../emulate/target/bremsstrahlung.js';
import { ORDINARY } from '../../../emulate/target/index.js';
import { ALL_COUNTERS } from '../../../emulate/target/fate.js';
import { PAPER, row, share, type ValidationRow } from '../row.js';
import { loadSingleCard } from '../../cards.js';
import type { Drive, Rows } from './drive.js';
import { photonsExpected, quietShare } from './hcal.js';

/** Electrons taken of a slice. */
const PER_SLICE = 50;
const STEADY = ['beam.startSpike.probability=0', 'beam.ripple=[]'];

interface Quiet {
  readonly electrons: number;
  readonly veto: number;
  /** Of those with a quiet VETO. */
  readonly hcal: number;
  /** Of all with S1..S4, whatever is in the trigger gate: quiet HCAL0. */
  readonly all: number;
  readonly hcal0: number;
}

/**
 * Electrons with S1..S4 that leave nothing behind the ECAL themselves, so that pile-up and noise are seen
 * alone: with a quiet trigger gate for VETO and HCAL, any for HCAL0, whose photons leave nothing in the ECAL.
 */
function quietGates({ key, events }: Drive, overrides: readonly string[]): Quiet {
  const card = loadSingleCard('run3-2018', [...STEADY, ...overrides]);
  const belief = beliefOf(card);
  const gate = ticks(pileUpWindow(belief).trigger / 2);
  const quiet = { electrons: 0, veto: 0, hcal: 0, all: 0, hcal0: 0 };
  for (let spill = 1; quiet.electrons < events; spill++) {
    const at = spillKey(card, key, spill);
    const profile = spillProfile(card.beam, at);
    const timeline = new Timeline(card, at, profile);
    const payloads = new PayloadBuilder(card, at);
    for (let s = 0; s < profile.electrons.length && quiet.electrons < events; s++) {
      const slice = timeline.moveTo(s);
      const step = Math.max(1, Math.floor(slice.size / PER_SLICE));
      for (let i = 0; i < slice.size && quiet.electrons < events; i += step) {
        if (slice.fired[i] !== ALL_COUNTERS || slice.kind[i] !== ORDINARY) continue;
        let alone = true;
        timeline.visit(slice.tick[i], -gate, gate, (other, j) => {
          if (other !== slice || j !== i) alone = false;
        });
        const id = { spill, slice: s, index: i, kind: 'particle' } as const;
        const event = reconstructPayload(belief, payloads.build(timeline, slice.tick[i], id));
        quiet.all++;
        if (zeroDegree.passes(event, belief)) quiet.hcal0++;
        if (!alone) continue;
        quiet.electrons++;
        if (!veto.passes(event, belief)) continue;
        quiet.veto++;
        if (event.hcalTotal < belief.analysis.box.hcal) quiet.hcal++;
      }
    }
  }
  return quiet;
}

export const gateRows: Rows = (drive) => {
  const rows: ValidationRow[] = [];
  const events = Math.min(drive.events, 20_000);
  for (const [intensity, vetoQuiet, hcalQuiet, source] of [
    ['2e5', 0.97, 0.95, "estimate without pile-up, run I's card"],
    ['7e6', 0.94, 0.94, `${PAPER}, 0.94 at high intensity`],
  ] as const) {
    drive.report(`quiet gates at ${intensity}`);
    const q = quietGates({ ...drive, events }, [`beam.intensity=${intensity}`]);
    const at = `at ${intensity} per spill`;
    rows.push(
      row({
        name: `VETO quiet, ${at}`,
        role: 'fit',
        expected: vetoQuiet,
        allowed: 0.02,
        emulated: share(q.veto, q.electrons),
        source,
      }),
      row({
        name: `HCAL quiet given VETO, ${at}`,
        role: 'fit',
        expected: hcalQuiet,
        allowed: 0.02,
        emulated: share(q.hcal, q.veto),
        source,
      }),
    );
    if (intensity !== '7e6') continue;
    // Photons of neighbours in the window, and noise.
    const card = loadSingleCard('run3-2018');
    const { window, energy } = card.analysis.cuts.zeroDegree ?? {
      window: { from: 0, to: 0 },
      energy: 1,
    };
    const rate = (7e6 / card.beam.spill) * radiatingUpstream(card);
    const length = window.to - window.from;
    const photons = rate * photonsExpected(card).hcal0 * length;
    rows.push(
      row({
        name: `HCAL0 quiet, ${at}`,
        role: 'out',
        expected:
          Math.exp(-photons) *
          quietShare(card.detector.hcal.noise, hcalGrid(card.detector.hcal).cells, length, energy),
        allowed: 0.003,
        emulated: share(q.hcal0, q.all),
        source: 'rate x share x window',
      }),
    );
  }
  return rows;
};
