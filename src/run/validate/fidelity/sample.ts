/**
 * The same spills three times: as fidelity `energy` has them, as `waveform` has them, and true, that is the
 * pulses before any electronics, none merged and none suppressed.
 */
import type { BuiltEvent } from '../../../analyse/building/index.js';
import { buildSpill } from '../../../analyse/building/index.js';
import type { Conditions } from '../../../analyse/calibration/conditions.js';
import type { Calibration } from '../../../analyse/calibration/constants.js';
import { type CalibratedEvent, calibrate } from '../../../analyse/calibration/index.js';
import { isPhysics } from '../../../analyse/counts.js';
import { isSealed } from '../../../analyse/selection/regions.js';
import { type ReconstructedEvent, reconstruct } from '../../../analyse/reconstruction/index.js';
import { spillConditions } from '../../../analyse/spill.js';
import { beliefOf, type Card, cardHash } from '../../../core/card/index.js';
import { RECORD, readSegment } from '../../../core/wire/framing.js';
import { CALIBRATION, PULSER } from '../../../core/wire/ledger.js';
import { decodeMessage } from '../../../core/wire/decode.js';
import { spillway } from '../../../core/wire/messages.js';
import { type Part, WHOLE } from '../../../emulate/calibrationRun/index.js';
import { withoutElectronics } from '../../../emulate/digitiser/quiet.js';
import { takeCalibration } from '../../calibration.js';
import { spill as kind } from '../../executor/kinds/spill.js';
import { crc32, sha256 } from '../../hash.js';
import { drainUntil, naturals, pullOrdered } from '../../pipeline.js';
import type { SpillJob } from '../../spill.js';
import type { Computing } from '../validation.js';

/** One event in one of the three ways. */
export interface Seen {
  readonly pulses: CalibratedEvent;
  readonly event: ReconstructedEvent;
}

export interface Triple {
  readonly physics: boolean;
  readonly energy: Seen;
  readonly waveform: Seen;
  /** Its pulses; nothing is reconstructed of it. */
  readonly truth: CalibratedEvent;
  readonly particles: spillway.Truth.$Properties;
}

/** The card of what is true: no electronics, nothing merged, nothing suppressed. */
function trueCard(card: Card): Card {
  const { readout, ...rest } = withoutElectronics(card);
  const zeroSuppression = { ...readout.zeroSuppression, srd: 0, ecal: 0, veto: 0, hcal: 0 };
  const residualGain = { srd: 0, veto: 0, hcal: 0 };
  return { ...rest, readout: { ...readout, twoPulse: 0, zeroSuppression, residualGain } };
}

/** Flashes of the LED are light that only the samples have. */
const FLASHES = PULSER | CALIBRATION;

/**
 * Calls back for every recorded event of spills 1, 2, ... but flashes and what is sealed in either fidelity, until
 * it says that it is enough.
 * @param part of the calibration run that is taken
 */
export async function compareSpills(
  card: Card,
  seed: string,
  computing: Computing,
  each: (triple: Triple) => void,
  enough: () => boolean,
  part: Part = WHOLE,
): Promise<Calibration> {
  const identity = { cardHash: cardHash(card, sha256), seed };
  const energy: SpillJob = { card, ...identity, mode: 'every', fidelity: 'energy', truth: true };
  const bare: SpillJob = { ...energy, fidelity: 'waveform', truth: false };
  const { executor, repeat, report } = computing;
  report('calibration run');
  const calibration = await takeCalibration(bare, computing, part);
  const tasks = [
    energy,
    { ...bare, calibration },
    { ...energy, card: trueCard(card), truth: false },
  ].map((job) => ({ kind, job: { ...job, raw: 'keep' } as const, repeat }));
  const belief = beliefOf(card);
  const inAllWays = (spill: number) =>
    Promise.all(tasks.map((task) => executor.run(task, { first: spill, last: spill })));
  // The next spill is under way while one is compared.
  const running = 1 + Math.ceil(executor.workers / tasks.length);
  await drainUntil(pullOrdered(naturals(), inAllWays, running, running), ([[e], [w], [t]]) => {
    const spill = e.index;
    const built = [e, w, t].map(({ result }) =>
      buildSpill(result.raw as Uint8Array, crc32, belief.readout.building),
    );
    const conditions = spillConditions(belief, calibration, built[1].events);
    const particles = truthOf(e.result.truth);
    built[0].events.forEach((event, i) => {
      const number = event.header.event ?? 0;
      if (((event.header.type ?? 0) & FLASHES) !== 0) return;
      const others = [built[1].events[i], built[2].events[i]];
      for (const other of others) {
        if (other?.header.event === number && other.header.tick === event.header.tick) continue;
        throw new RangeError(`spill ${spill}, event ${number}: not the same in all fidelities`);
      }
      const see = (of: BuiltEvent, with_: Conditions | null): Seen => {
        const pulses = calibrate(of.bodies, belief.detector, with_, of.header.tick ?? 0);
        return { pulses, event: reconstruct(belief, pulses) };
      };
      const physics = isPhysics(event.header.type ?? 0);
      const [energy, waveform] = [see(event, null), see(others[0], conditions)];
      if (physics && [energy, waveform].some((seen) => isSealed(seen.event, belief))) return;
      each({
        physics,
        energy,
        waveform,
        truth: calibrate(others[1].bodies, belief.detector),
        particles: particles.get(number) ?? {},
      });
    });
    report(`spill ${spill}: ${built[0].events.length} events in both fidelities`);
    return enough();
  });
  return calibration;
}

function truthOf(segment: Uint8Array | null): Map<number, spillway.Truth> {
  const found = new Map<number, spillway.Truth>();
  if (!segment) return found;
  for (const { type, body } of readSegment(segment, crc32)) {
    if (type !== RECORD.truth) continue;
    const truth = decodeMessage(spillway.Truth, body);
    found.set(truth.event, truth);
  }
  return found;
}
