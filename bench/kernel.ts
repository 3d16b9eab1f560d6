/**
 * The trigger on every electron, without readout and events: what `emulateSpill` does up to the ids that fire.
 * bench/native is the same in C.
 */
import type { Card } from '../dist/core/card/index.js';
import type { Key } from '../dist/core/random/index.js';
import { SLICE_TICKS } from '../dist/core/ticks.js';
import { spillProfile } from '../dist/emulate/beam/profile.js';
import { Timeline } from '../dist/emulate/beam/timeline.js';
import { Trigger } from '../dist/emulate/trigger/index.js';

export interface Fired {
  readonly slice: number;
  readonly index: number;
  /** Of the menu, by bit. */
  readonly triggers: number;
}

export interface Triggered {
  /** Beam particles of the spill. */
  readonly particles: number;
  /** In order of time. */
  readonly fired: Fired[];
}

export function triggerSpill(card: Card, key: Key, spill: number): Triggered {
  const at = { key, run: card.run.number, spill };
  const profile = spillProfile(card.beam, at);
  const timeline = new Timeline(card, at, profile);
  const trigger = new Trigger(card.trigger);
  const fired: Fired[] = [];
  let particles = 0;
  for (let s = 0; s < profile.electrons.length; s++) {
    const slice = timeline.moveTo(s);
    const start = s * SLICE_TICKS;
    const free = { start, until: Infinity, busy: -Infinity };
    particles += slice.size;
    for (let i = 0; i < slice.size; i++) {
      i = trigger.pass(slice, i, slice.size, free);
      if (i === slice.size) break;
      if (!trigger.opens(start + slice.tick[i], slice.fired[i])) continue;
      const decision = trigger.decide(timeline, slice, i);
      if (decision.fired !== 0) fired.push({ slice: s, index: i, triggers: decision.fired });
    }
  }
  return { particles, fired };
}
