/**
 * A menu made ready to decide: terms with their tests, triggers with their bits, and for every state of
 * the discriminators the tree that is left to ask.
 */
import {
  type Condition,
  MAX_COUNTS,
  type MenuTrigger,
  type Term,
  termsOf,
  triggerNames,
  type TriggerSection,
} from '../../core/card/trigger.js';
import { TRIGGER_TYPES } from '../../core/wire/ledger.js';
import { thresholdCounts } from './counts.js';
import { ALONE, type Code } from './discriminators.js';
import { type Ratio, ratioOf } from './prescale.js';
import { testsOf } from './terms/index.js';
import type { Sight, Test } from './terms/term.js';
import { growTree, type Tree } from './tree.js';

/** S1 S2 S3 S4 !V1 !V2, the scalers' coincidence. */
const MAIN = 'coincidence';
/** The sum that the scalers count. */
const ECAL = 'ecal';
const CODES = 1 << 12;

export interface Planted {
  readonly term: Test | null;
  readonly met: number;
  readonly no: Planted | null;
  readonly yes: Planted | null;
}

/** What is certain of a particle that fires S1..S4 alone and whose own ECAL sum reaches `counts`. */
export interface Plain {
  readonly counts: number;
  /** Triggers whose conditions are met, as bits. */
  readonly met: number;
}

/** One trigger of the menu. */
export interface MenuEntry {
  readonly name: string;
  readonly line: MenuTrigger;
  /** Of its type, in an event's type. */
  readonly type: number;
  /** Null for those by the clock. */
  readonly when: Condition | null;
  readonly ratio: Ratio;
}

export class Menu {
  readonly terms: Readonly<Record<string, Term>>;
  readonly tests: ReadonlyMap<string, Test>;
  /** By bit. */
  readonly entries: readonly MenuEntry[];
  readonly ecal: Test;
  /** Null where the menu asks more of such a particle. */
  readonly plain: Plain | null;
  /** For each code of the discriminators: no coincidence (0), one (1), also the scalers' one (3). */
  readonly strobe = new Uint8Array(CODES);
  /** What is left to ask, by code and by the ECAL's term. */
  private readonly roots: (readonly [Planted, Planted] | undefined)[] = new Array(CODES);
  private readonly coincidences: readonly string[];
  private readonly order: readonly string[];
  private readonly conditions: ReadonlyMap<number, Condition>;

  constructor(section: TriggerSection) {
    this.terms = termsOf(section);
    this.tests = testsOf(this.terms, section);
    this.ecal = this.tests.get(ECAL) as Test;
    this.entries = triggerNames(section).map((name) => entryOf(name, section.menu[name]));
    const named = (kind: Term['kind']) =>
      Object.keys(this.terms).filter((name) => this.terms[name].kind === kind);
    this.coincidences = named('coincidence');
    const isEcal = (name: string) => (this.terms[name] as { of: string }).of === 'ecal';
    const sums = named('sum');
    // The ECAL's counts are there; the preshower's have to be drawn.
    this.order = [...sums.filter(isEcal), ...sums.filter((name) => !isEcal(name))];
    this.conditions = new Map(
      this.entries.flatMap(({ when }, bit) => (when === null ? [] : [[bit, when] as const])),
    );
    for (let code = 0; code < CODES; code++) {
      if (this.coincidences.some((name) => this.tells(name, code))) this.strobe[code] = 1;
      if (this.tells(MAIN, code)) this.strobe[code] = 3;
    }
    this.plain = this.plainOf(section, sums.filter(isEcal));
  }

  /** What neighbours add is never negative: beyond its largest threshold an ECAL sum is certain alone. */
  private plainOf(section: TriggerSection, ecalSums: readonly string[]): Plain | null {
    const known = new Map(this.coincidences.map((name) => [name, this.tells(name, ALONE)]));
    let counts = 0;
    for (const name of ecalSums) {
      const { below, above } = this.terms[name] as { below?: number; above?: number };
      known.set(name, below === undefined);
      const threshold = thresholdCounts(below ?? above ?? 0, section.ecal.count);
      counts = Math.max(counts, threshold + (below === undefined ? 1 : 0));
    }
    const tree = growTree(this.conditions, this.terms, this.order, known);
    return 'met' in tree && counts <= MAX_COUNTS ? { counts, met: tree.met } : null;
  }

  /** Triggers whose conditions are met, as bits; `sight` is at a strobe. */
  met(sight: Sight, ecalTerm: boolean): number {
    let at: Planted = this.rootsOf(sight.code)[ecalTerm ? 1 : 0];
    while (at.term !== null) at = (at.term(sight) ? at.yes : at.no) as Planted;
    return at.met;
  }

  /** The types of triggers, as the bits of an event's type. */
  typesOf(triggers: number): number {
    let types = 0;
    this.entries.forEach(({ type }, bit) => {
      if (triggers & (1 << bit)) types |= type;
    });
    return types;
  }

  private rootsOf(code: Code): readonly [Planted, Planted] {
    let roots = this.roots[code];
    if (roots === undefined) {
      roots = [this.plant(code, false), this.plant(code, true)];
      this.roots[code] = roots;
    }
    return roots;
  }

  private plant(code: Code, ecalTerm: boolean): Planted {
    const known = new Map(this.coincidences.map((name) => [name, this.tells(name, code)]));
    known.set(ECAL, ecalTerm);
    return this.planted(growTree(this.conditions, this.terms, this.order, known));
  }

  private planted(tree: Tree): Planted {
    if ('met' in tree) return { term: null, met: tree.met, no: null, yes: null };
    const term = this.tests.get(tree.term) as Test;
    return { term, met: 0, no: this.planted(tree.no), yes: this.planted(tree.yes) };
  }

  private tells(name: string, code: Code): boolean {
    return (this.tests.get(name) as Test)({ code, own: nothing, total: nothing });
  }
}

const nothing = () => 0;

function entryOf(name: string, line: MenuTrigger): MenuEntry {
  const type = 1 << TRIGGER_TYPES.indexOf(line.type);
  if (!('when' in line)) return { name, line, type, when: null, ratio: ratioOf(1) };
  return { name, line, type, when: line.when, ratio: ratioOf(line.prescale) };
}
