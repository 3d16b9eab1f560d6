/** What triggers by the clock, in the order of `CLOCKS`. */
import { type TriggerSection, triggerNames } from '../../../core/card/trigger.js';
import { CLOCKS, type Clock } from '../../../core/id.js';
import { Stream } from '../../../core/random/index.js';
import { led, pedestal } from './calibration.js';
import type { ClockSlice, ClockSource } from './clock.js';
import { pulser } from './pulser.js';
import { random } from './random.js';

const SOURCES: { readonly [Name in Clock]: ClockSource } = { random, pulser, led, pedestal };

export interface ClockTrigger {
  readonly kind: Clock;
  /** In order of time in its slice, from 0, for each kind. */
  readonly index: number;
  readonly tick: number;
  /** Bit of its trigger in the menu. */
  readonly bit: number;
}

/** The clock triggers of a menu. */
export class Clocks {
  private readonly stream = new Stream();
  private readonly fed;

  constructor(section: TriggerSection) {
    const names = triggerNames(section);
    this.fed = CLOCKS.flatMap((kind) => {
      const source = SOURCES[kind];
      const bit = names.findIndex((name) => source.feeds(section.menu[name]));
      return bit < 0 ? [] : [{ source, bit, line: section.menu[names[bit]] }];
    });
  }

  /** Those of one slice, in order of time. */
  in(where: ClockSlice): ClockTrigger[] {
    const all: ClockTrigger[] = [];
    for (const { source, bit, line } of this.fed) {
      const ticks = source.ticks(line, where, this.stream);
      for (let index = 0; index < ticks.length; index++) {
        all.push({ kind: source.name, index, tick: ticks[index], bit });
      }
    }
    return all.length > 1 ? all.sort((a, b) => a.tick - b.tick) : all;
  }

  /** The last slice in which there may be one. */
  lastSlice(slices: number): number {
    return Math.max(slices - 1, ...this.fed.map((f) => f.source.lastSlice(f.line, slices)));
  }
}
