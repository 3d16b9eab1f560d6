/**
 * The trigger: discriminators, sums in integer counts, the menu's conditions, prescales. It decides on
 * integers alone. What it does, to the last count, stands in docs/trigger.md.
 */
import type { TriggerSection } from '../../core/card/trigger.js';
import { ticks } from '../../core/ticks.js';
import { type Keep, keepOf } from './keep.js';
import { ALL_S, ALONE, type Code, Discriminators, highOf, pulsesOf } from './discriminators.js';
import { type Arrivals, Look, type Surroundings } from './look.js';
import { Menu } from './menu.js';
import { Prescale } from './prescale.js';
import type { Sight } from './terms/term.js';

/** What the trigger made of one coincidence. */
export interface Decision {
  /** The ECAL sum was below its threshold. */
  ecalTerm: boolean;
  /** Triggers of the menu whose conditions are met, as bits. */
  met: number;
  /** Those that also pass their prescales: 0 = no trigger. */
  fired: number;
}

/** Particles of a slice as columns. */
export interface Columns {
  /** 0.1 ns since the start of the slice, ascending. */
  readonly tick: Uint32Array;
  readonly fired: Uint8Array;
  /** What it brings at least to the analogue ECAL sum, GeV; not a number where that is not known yet. */
  readonly least: Float64Array;
  /** What particle i brings to it. */
  ecal(i: number): number;
}

/** What a particle that is not of the stream brings. */
export interface Guest {
  /** S1..S4, V1, V2. */
  readonly fired: number;
  /** Counts of its own. */
  readonly ecal: number;
  readonly preshower: number;
}

/** What the menu makes of a guest; prescales and dead time apart. */
export interface Evaluation {
  /** Some coincidence of the menu is true. */
  readonly opens: boolean;
  /** Sums. */
  readonly ecalCounts: number;
  readonly preshowerCounts: number;
  /** Names of the terms that are true. */
  readonly terms: readonly string[];
  /** Triggers whose conditions are met, as bits. */
  readonly met: number;
}

/** Where a burst stands: how many coincidences and how often each condition was met, by bit. */
export interface Standing {
  readonly ordinal: number;
  readonly met: readonly number[];
}

/** How a trigger goes through a spill. */
export interface Way {
  /** What prescales keep of the triggers that every plain coincidence meets is drawn ahead, not here. */
  readonly ahead?: boolean;
  /** Nobody is passed over whose sums may lie within the keep values. */
  readonly keeps?: boolean;
}

const KEEPS_NONE = { keep: 0, of: 1, phase: 0 };

export class Trigger {
  readonly menu: Menu;
  /** Coincidences of the menu's terms so far in the spill. */
  ordinal: number;
  /** The discriminators at the last particle. */
  code: Code = 0;
  readonly decision: Decision = { ecalTerm: false, met: 0, fired: 0 };
  passedBusy = 0;
  /** By bit. */
  readonly prescales: readonly Prescale[];
  private readonly discriminators: Discriminators;
  private readonly look: Look;
  private readonly sight: Sight & { code: Code };
  private readonly guestLook: Look;
  private readonly keep: Keep;
  /** Counts from which on an ECAL sum makes no difference. */
  private readonly certain: number;

  /**
   * @param standing of the burst so far; without it, at its start
   */
  constructor(
    private readonly section: TriggerSection,
    standing?: Standing,
    { ahead = false, keeps = false }: Way = {},
  ) {
    this.menu = new Menu(section);
    this.discriminators = new Discriminators(ticks(section.coincidence.gate));
    this.look = new Look(section);
    this.guestLook = new Look(section);
    this.sight = sightOf(this.look);
    this.ordinal = standing?.ordinal ?? 0;
    const plain = this.menu.plain?.met ?? 0;
    this.keep = keepOf(section);
    this.certain = Math.max(this.menu.plain?.counts ?? 0, keeps ? this.keep.ecal : 0);
    this.prescales = this.menu.entries.map(
      ({ ratio }, bit) =>
        new Prescale(ahead && plain & (1 << bit) ? KEEPS_NONE : ratio, standing?.met[bit] ?? 0),
    );
  }

  /**
   * Takes the pulses of a particle at `time` (0.1 ns since the start of the spill, never decreasing).
   * @param fired S1..S4, V1, V2
   * @returns whether a coincidence of the menu becomes true
   */
  opens(time: number, fired: number): boolean {
    this.code = this.discriminators.take(time, fired);
    return this.menu.strobe[this.code] !== 0;
  }

  /** Whether the last coincidence is that of the scalers, S1 S2 S3 S4 !V. */
  get isMain(): boolean {
    return this.menu.strobe[this.code] === 3;
  }

  /** Pulses that the discriminators took of the last particle; counters that are high. */
  get pulses(): number {
    return pulsesOf(this.code);
  }
  get high(): number {
    return highOf(this.code);
  }

  /**
   * Passes over particles of a slice from `from` on about which nothing need be asked: they fire S1..S4 alone,
   * their own ECAL sum is above all thresholds (and the keep value), and no prescale keeps them. It leaves what deciding on each
   * would have left.
   * @param end stops before this particle, or before one later than `until` (ticks of the slice)
   * @param start of the slice, since the start of the spill
   * @param busy until then the readout is busy, ticks of the slice
   * @returns the first particle that it did not pass; how many were while busy is in `passedBusy`
   */
  pass(
    slice: Columns,
    from: number,
    end: number,
    { start, until, busy }: { start: number; until: number; busy: number },
  ): number {
    const { plain } = this.menu;
    this.passedBusy = 0;
    if (plain === null) return from;
    let limit = end - from;
    for (let left = plain.met; left !== 0; left &= left - 1) {
      limit = Math.min(limit, this.prescales[31 - Math.clz32(left & -left)].quiet);
    }
    const stop = from + limit;
    const { tick, fired, least } = slice;
    const { count } = this.section.ecal;
    // A count of slack, against rounding: whoever is nearer is looked at.
    const certain = (this.certain + 1) * count;
    const { gate } = this.discriminators;
    let free = this.discriminators.last - start;
    let inBusy = 0;
    let i = from;
    for (; i < stop; i++) {
      const t = tick[i];
      if (t < free || t > until || fired[i] !== ALL_S) break;
      if (!(least[i] >= certain || slice.ecal(i) >= certain)) break;
      free = t + gate;
      if (t < busy) inBusy++;
    }
    const passed = i - from;
    if (passed === 0) return i;
    this.passedBusy = inBusy;
    this.ordinal += passed;
    this.code = ALONE;
    this.discriminators.takeAlone(free + start);
    for (let left = plain.met; left !== 0; left &= left - 1) {
      this.prescales[31 - Math.clz32(left & -left)].pass(passed);
    }
    return i;
  }

  /** As many plain coincidences that were never drawn. */
  passOthers(times: number): void {
    this.ordinal += times;
    for (let left = this.menu.plain?.met ?? 0; left !== 0; left &= left - 1) {
      this.prescales[31 - Math.clz32(left & -left)].pass(times);
    }
  }

  /** Decides on particle i of the current slice, which opened a coincidence. */
  decide(surroundings: Surroundings, slice: Arrivals, i: number): Decision {
    const { decision, look, sight, menu, prescales } = this;
    this.ordinal++;
    look.at(surroundings, slice, i);
    sight.code = this.code;
    decision.ecalTerm = menu.ecal(sight);
    const met = menu.met(sight, decision.ecalTerm);
    let fired = 0;
    for (let left = met; left !== 0; left &= left - 1) {
      const bit = 31 - Math.clz32(left & -left);
      if (prescales[bit].step()) fired |= 1 << bit;
    }
    decision.met = met;
    decision.fired = fired;
    return decision;
  }

  /** Makes all sums about it, needed or not. */
  askAll(): void {
    this.look.total('ecal');
    this.look.total('preshower');
  }

  /** Sums about the particle that was decided last. */
  get ecalCounts(): number {
    return this.look.total('ecal');
  }
  get preshowerCounts(): number {
    return this.look.total('preshower');
  }

  /** Whether its ECAL sum is below the keep value, its preshower sum above. */
  get isBelowKeep(): boolean {
    const { look, keep } = this;
    return look.own('ecal') < keep.ecal && look.total('ecal') < keep.ecal;
  }
  get isAboveKeep(): boolean {
    const { look, keep } = this;
    return look.own('preshower') > keep.preshower || look.total('preshower') > keep.preshower;
  }

  /** Whether a particle with these counters would open a coincidence now. Changes nothing. */
  wouldOpen(time: number, fired: number): boolean {
    return this.menu.strobe[this.discriminators.codeAt(time, fired)] !== 0;
  }

  /**
   * What the menu would make of a guest at `tick` of the current slice, together with its neighbours.
   * Changes nothing.
   * @param time of the tick since the start of the spill, not before the last particle
   * @param self where the guest stands among the particles, if it is one of them
   */
  evaluate(
    surroundings: Surroundings,
    tick: number,
    time: number,
    guest: Guest,
    self: { readonly slice: Arrivals; readonly index: number } | null = null,
  ): Evaluation {
    const code = this.discriminators.codeAt(time, guest.fired);
    return this.evaluation(code, surroundings, tick, guest, self);
  }

  /** The same of a guest that is alone in the world, the discriminators free. */
  evaluateAlone(guest: Guest): Evaluation {
    const code = (guest.fired << 6) | guest.fired;
    return this.evaluation(code, null, 0, guest, null);
  }

  private evaluation(
    code: Code,
    surroundings: Surroundings | null,
    tick: number,
    guest: Guest,
    self: { readonly slice: Arrivals; readonly index: number } | null,
  ): Evaluation {
    const { menu, guestLook: look } = this;
    look.atCounts(surroundings, tick, guest, self);
    const sight = { ...sightOf(look), code };
    const opens = menu.strobe[code] !== 0;
    const terms = [...menu.tests].filter(([, test]) => test(sight)).map(([name]) => name);
    return {
      opens,
      ecalCounts: look.total('ecal'),
      preshowerCounts: look.total('preshower'),
      terms,
      met: opens ? menu.met(sight, terms.includes('ecal')) : 0,
    };
  }
}

const sightOf = (look: Look): Sight & { code: Code } => ({
  code: 0,
  own: (sum) => look.own(sum),
  total: (sum) => look.total(sum),
});
