/** Particles of one class where they are asked for, and what becomes of those that are alone in the world. */
import type { ReconstructedEvent } from '../../analyse/reconstruction/index.js';
import { type Selection, select } from '../../analyse/selection/index.js';
import { inBox } from '../../analyse/selection/regions.js';
import { reconstructPayload } from '../../analyse/spill.js';
import { beliefOf, type Card } from '../../core/card/index.js';
import { seedKey, Stream } from '../../core/random/index.js';
import { PHYSICS } from '../../core/wire/ledger.js';
import { type Neighbourhood, type Particles, PayloadBuilder } from '../../emulate/pileup.js';
import type { SpillKey } from '../../emulate/streams.js';
import type { ParticleClass } from '../../emulate/target/class.js';
import { emptyFate, type Fate } from '../../emulate/target/fate.js';
import { drawFate, drawShower, visibleEnergy } from '../../emulate/target/index.js';
import { analogue, digitise } from '../../emulate/trigger/counts.js';
import { Trigger } from '../../emulate/trigger/index.js';

const stream = new Stream();

/** Particles of one class; `slice` tells their random streams apart. */
export const particlesOf = (
  card: Card,
  at: SpillKey,
  slice: number,
  kind: ParticleClass,
): Particles => ({
  index: slice,
  fateOf(i) {
    const fate = emptyFate();
    draw(card, at, slice, i, kind, fate);
    return fate;
  },
  fateBeforeShower(i) {
    const fate = emptyFate();
    drawFate(card, kind, at, slice, i, stream, fate);
    return fate;
  },
});

/** The stream stands behind the shower's draws. */
function draw(
  card: Card,
  at: SpillKey,
  slice: number,
  i: number,
  kind: ParticleClass,
  fate: Fate,
): void {
  drawFate(card, kind, at, slice, i, stream, fate);
  drawShower(card, at, slice, i, stream, fate);
}

/** Particle `index` of each, `dt` ticks from the trigger. */
export const around = (
  here: readonly { readonly particles: Particles; readonly dt: number }[],
  index: number,
): Neighbourhood => ({
  visit(_tick, _from, _to, each) {
    for (const { particles, dt } of here) each(particles, index, dt);
  },
});

/** A particle alone that fires the physics trigger, as it is reconstructed. */
export interface Triggered {
  readonly event: ReconstructedEvent;
  readonly selection: Selection;
}

/**
 * Looks at the particles of a class, one by one.
 * @param n particles of the class
 * @param upTo those that leave more in the ECAL (GeV) are counted without asking the analysis
 * @returns how many fire the physics trigger
 */
export function visitAlone(
  card: Card,
  seed: string,
  kind: ParticleClass,
  n: number,
  upTo: number,
  visit: (triggered: Triggered) => void,
): number {
  const at: SpillKey = { key: seedKey(seed), run: card.run.number, spill: 0 };
  const belief = beliefOf(card);
  const trigger = new Trigger(card.trigger);
  const payloads = new PayloadBuilder(card, at);
  const here = [{ particles: particlesOf(card, at, 0, kind), dt: 0 }];
  const { ecal, preshower } = card.trigger;
  const fate = emptyFate();
  let triggered = 0;
  for (let i = 0; i < n; i++) {
    draw(card, at, 0, i, kind, fate);
    // Its noise is bounded at 4 standard deviations, as of any particle.
    const mark = Math.max(-4, Math.min(4, stream.normal()));
    const { met } = trigger.evaluateAlone({
      fired: fate.fired,
      ecal: digitise(analogue(visibleEnergy(card, fate), stream.normal(), ecal.smear), ecal.count),
      preshower: digitise(analogue(fate.preshower, mark, preshower.smear), preshower.count),
    });
    if ((trigger.menu.typesOf(met) & PHYSICS) === 0) continue;
    triggered++;
    if (visibleEnergy(card, fate) > upTo) continue;
    const id = { spill: 0, slice: 0, kind: 'particle', index: i } as const;
    const event = reconstructPayload(belief, payloads.build(around(here, i), 0, id));
    visit({ event, selection: select(event, belief) });
  }
  return triggered;
}

/** Of particles alone: how many fire the physics trigger, how many of these are loose, and in the signal box. */
export interface Alone {
  readonly of: number;
  readonly triggered: number;
  readonly loose: number;
  readonly boxed: number;
}

/** @param n particles of the class */
export function alone(card: Card, seed: string, kind: ParticleClass, n: number): Alone {
  const belief = beliefOf(card);
  let [loose, boxed] = [0, 0];
  // Far above the cut on E_ECAL nothing has to be asked of the analysis.
  const upTo = 1.3 * belief.analysis.cuts.ecal.loose;
  const triggered = visitAlone(card, seed, kind, n, upTo, ({ event, selection }) => {
    if (selection.loose) loose++;
    if (inBox(event, selection, belief)) boxed++;
  });
  return { of: n, triggered, loose, boxed };
}
