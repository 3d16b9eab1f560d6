/**
 * Ghosts in a spill: A' events with the full life of a beam electron. They meet the neighbours, the
 * discriminators, the busy and the buffers of the undisturbed spill and leave no trace in it: its raw
 * data, ledger and hash are those of a spill without them.
 *
 * To ask for some: `emulateGhosts(card, key, spill, { masses: [0.01], number: 1000 })`.
 */
import type { Card } from '../../core/card/schema.js';
import type { Fidelity } from '../../core/fidelity.js';
import type { Key } from '../../core/random/index.js';
import { SLICE_TICKS, ticks } from '../../core/ticks.js';
import type { Bodies } from '../../core/wire/event.js';
import { PHYSICS } from '../../core/wire/ledger.js';
import { profileOf } from '../beam/profile.js';
import type { Neighbourhood, PayloadBuilder } from '../pileup.js';
import type { ReadoutOutcome } from '../readout/index.js';
import {
  type EmulatedSpill,
  emulateSpill,
  type Passing,
  payloadsOf,
  spillKey,
  type Visitor,
} from '../spill.js';
import { GHOST_SLICE } from '../streams.js';
import { ALL_COUNTERS } from '../target/fate.js';
import { asParticles, drawGhost, type Ghost } from './ghost.js';

export interface GhostRequest {
  /** Of the A', GeV. Ghosts of the same index differ in it alone. */
  readonly masses: readonly number[];
  /** Ghosts of each mass in the spill. */
  readonly number: number;
  /** Least energy of the A', GeV at the nominal beam energy: 45 or more; half of it unless told. */
  readonly above?: number;
  readonly fidelity?: Fidelity;
  /** Also give the event as it would be without the neighbours that arrive in this time about it, ns. */
  readonly without?: TimeWindow;
}

/** The yield is that of A' with more than half of the beam's energy. */
const HALF = 0.5;

/** ns about a ghost, edges included. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** What became of one ghost, up to its raw event. */
export interface GhostEvent {
  readonly ghost: Ghost;
  /** It goes through all counters and meets the ECAL. */
  readonly geometry: boolean;
  /** A physics trigger's condition is met: alone in the world; among its neighbours. */
  readonly alone: boolean;
  readonly triggered: boolean;
  /** What the readout made of it, or would have. */
  readonly readout: ReadoutOutcome;
  /** Where it was triggered and the readout free. */
  readonly event: RecordedGhost | null;
}

export interface RecordedGhost {
  /** Since the start of the spill, 0.1 ns. */
  readonly tick: number;
  /** Trigger types, triggers of the menu. */
  readonly type: number;
  readonly triggers: number;
  readonly bodies: Bodies;
  /** Without the neighbours in the time asked for; the same where there are none. */
  readonly undisturbed: Bodies;
}

export interface GhostSpill {
  /** As without ghosts. */
  readonly emulated: EmulatedSpill;
  /** By mass, then by index; fewer than asked for in a spill without beam. */
  readonly ghosts: readonly GhostEvent[];
}

/** Emulates a spill with ghosts. Masses from 1 MeV to 1 GeV. A pure function of its arguments. */
export function emulateGhosts(
  card: Card,
  key: Key,
  spill: number,
  request: GhostRequest,
): GhostSpill {
  const { fidelity = 'energy' } = request;
  const at = spillKey(card, key, spill);
  const profile = profileOf(card, at);
  const ghosts: Ghost[] = [];
  const least = request.above === undefined ? HALF : request.above / card.beam.momentum;
  for (const mass of request.masses) {
    for (let index = 0; index < request.number; index++) {
      const ghost = drawGhost(card, at, profile, { mass, least }, index);
      if (ghost !== null) ghosts.push(ghost);
    }
  }
  const seen = new Map<Ghost, GhostEvent>();
  const payloads = payloadsOf(card, at, profile, fidelity);
  const look = (ghost: Ghost, passing: Passing): void => {
    seen.set(ghost, ghostEvent(payloads, ghost, passing, request.without ?? null));
  };
  const emulated = emulateSpill(card, key, spill, { fidelity, visitor: inOrder(ghosts, look) });
  return { emulated, ghosts: ghosts.map((g) => seen.get(g) as GhostEvent) };
}

/** Calls back for each ghost at its moment. */
function inOrder(
  ghosts: readonly Ghost[],
  look: (ghost: Ghost, passing: Passing) => void,
): Visitor {
  const order = [...ghosts].sort(
    (a, b) => a.slice - b.slice || a.tick - b.tick || a.index - b.index || a.mass - b.mass,
  );
  let at = 0;
  const timeOf = (ghost: Ghost | undefined) =>
    ghost === undefined ? Infinity : ghost.slice * SLICE_TICKS + ghost.tick;
  const visitor = {
    next: timeOf(order[0]),
    visit(passing: Passing) {
      look(order[at], passing);
      visitor.next = timeOf(order[++at]);
    },
  };
  return visitor;
}

function ghostEvent(
  payloads: PayloadBuilder,
  ghost: Ghost,
  { at, timeline, trigger, readout }: Passing,
  without: TimeWindow | null,
): GhostEvent {
  const { slice, tick, guest, index } = ghost;
  const time = slice * SLICE_TICKS + tick;
  const { menu } = trigger;
  const physics = (met: number) => (menu.typesOf(met) & PHYSICS) !== 0;
  const { met } = trigger.evaluate(timeline, tick, time, guest);
  const triggered = physics(met);
  const outcome = readout.wouldBe(time);
  const seen = {
    ghost,
    geometry: ghost.fate.counters === ALL_COUNTERS,
    alone: physics(trigger.evaluateAlone(guest).met),
    triggered,
    readout: outcome,
  };
  if (!triggered || outcome !== 'recorded') return { ...seen, event: null };
  const id = { spill: at.spill, slice: GHOST_SLICE, index, kind: 'particle' } as const;
  const bodies = payloads.build(withGhost(timeline, ghost, null), tick, id, slice);
  let undisturbed = bodies;
  if (without !== null && hasNeighbour(timeline, tick, without)) {
    undisturbed = payloads.build(withGhost(timeline, ghost, without), tick, id, slice);
  }
  const type = menu.typesOf(met);
  return { ...seen, event: { tick: time, type, triggers: met, bodies, undisturbed } };
}

/** A ghost among the particles of a spill, but for those in a time about it. */
function withGhost(about: Neighbourhood, ghost: Ghost, without: TimeWindow | null): Neighbourhood {
  const [from, to] = without ? [ticks(without.from), ticks(without.to)] : [1, 0];
  const own = asParticles(ghost);
  return {
    visit(tick, first, last, each) {
      each(own, ghost.index, 0);
      about.visit(tick, first, last, (particles, i, dt) => {
        if (dt < from || dt > to) each(particles, i, dt);
      });
    },
  };
}

function hasNeighbour(about: Neighbourhood, tick: number, { from, to }: TimeWindow): boolean {
  let has = false;
  about.visit(tick, ticks(from), ticks(to) + 1, () => {
    has = true;
  });
  return has;
}
