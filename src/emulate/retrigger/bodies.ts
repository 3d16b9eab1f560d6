/**
 * The bodies of triggers of a spill, made again by key, in order of time: a slice is drawn once for all that stand in it.
 */
import type { Card } from '../../core/card/schema.js';
import type { Fidelity } from '../../core/fidelity.js';
import type { Mode } from '../../core/mode.js';
import type { Key } from '../../core/random/index.js';
import type { Answers, Bodies } from '../../core/wire/event.js';
import type { Primitives } from '../../core/wire/primitives.js';
import { profileOf } from '../beam/profile.js';
import { Timeline } from '../beam/timeline.js';
import type { PayloadBuilder } from '../pileup.js';
import { payloadsOf, spillKey } from '../spill.js';

export class BodiesByKey {
  private readonly timeline: Timeline;
  private readonly payloads: PayloadBuilder;
  private slice = -1;

  /** @param card that the emulator was given */
  constructor(card: Card, key: Key, spill: number, fidelity: Fidelity, mode: Mode) {
    const at = spillKey(card, key, spill);
    const profile = profileOf(card, at);
    this.timeline = new Timeline(card, at, profile, mode);
    this.payloads = payloadsOf(card, at, profile, fidelity);
  }

  make(p: Primitives): Bodies {
    return this.payloads.build(this.about(p), p.tick, p);
  }

  /** The same where it is worth it, by what those say that answer first. */
  makeIf(p: Primitives, isWorth: (first: Answers) => boolean): Bodies | null {
    return this.payloads.buildIf(this.about(p), p.tick, p, isWorth);
  }

  private about({ slice }: Primitives): Timeline {
    if (slice !== this.slice) this.timeline.moveTo(slice);
    this.slice = slice;
    return this.timeline;
  }
}
