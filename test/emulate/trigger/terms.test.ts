/** The kinds of terms: one suite that all of them pass, and the truth table of each. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { COUNTERS, type Condition, type Term } from '../../../src/core/card/trigger.js';
import { Trigger } from '../../../src/emulate/trigger/index.js';
import { formatCondition } from '../../../src/emulate/trigger/terms/logic.js';
import { explainTerm, TERM_KINDS, testsOf } from '../../../src/emulate/trigger/terms/index.js';
import type { Sight } from '../../../src/emulate/trigger/terms/term.js';
import { settle } from '../../../src/emulate/trigger/tree.js';
import { cardOf } from '../../support/card.js';

const { trigger: section } = cardOf();

/** A sight that counts how often it is asked, to see that nothing is asked in vain. */
function sightOf(code: number, ecal: [number, number], preshower: [number, number]) {
  const asked = { own: 0, total: 0 };
  const sight: Sight = {
    code,
    own: (sum) => {
      asked.own++;
      return (sum === 'ecal' ? ecal : preshower)[0];
    },
    total: (sum) => {
      asked.total++;
      return (sum === 'ecal' ? ecal : preshower)[1];
    },
  };
  return { sight, asked };
}

const EXAMPLES: { readonly [Kind in Term['kind']]: Term } = {
  coincidence: { kind: 'coincidence', require: ['S1', 'S4'], veto: ['V2'] },
  sum: { kind: 'sum', of: 'ecal', below: 80 },
  logic: { kind: 'logic', when: { any: ['a', { not: 'b' }] } },
};
const others: Record<string, Term> = {
  a: { kind: 'sum', of: 'preshower', above: 0.3 },
  b: { kind: 'coincidence', require: ['S1'], veto: [] },
};

for (const kind of Object.keys(TERM_KINDS) as Term['kind'][]) {
  const terms = { ...others, it: EXAMPLES[kind] };
  const holds = testsOf(terms, section).get('it') as (sight: Sight) => boolean;
  const sights = fc.tuple(fc.nat(4095), fc.nat(3000), fc.nat(3000), fc.nat(60), fc.nat(60)).map(
    ([code, e, de, p, dp]) =>
      () =>
        sightOf(code, [e, e + de], [p, p + dp]),
  );

  test(`${kind}: is registered under its name, and has an example here`, () => {
    assert.is(TERM_KINDS[kind].kind, kind);
    assert.is(EXAMPLES[kind].kind, kind);
  });

  test(`${kind}: says the same when asked again, and is true for some and false for others`, () => {
    const seen = new Set<boolean>();
    const property = fc.property(sights, (make) => {
      const { sight } = make();
      const first = holds(sight);
      seen.add(first);
      assert.is(holds(sight), first);
      assert.is(holds(make().sight), first);
    });
    fc.assert(property, { seed: 1, numRuns: 500 });
    assert.is(seen.size, 2);
  });

  test(`${kind}: explains itself in one line with the integers or names it looks at`, () => {
    const { sight } = sightOf(0b001001_001001, [1700, 1750], [10, 12]);
    const line = explainTerm(EXAMPLES[kind], section, sight);
    assert.not.match(line, '\n');
    const expected = {
      coincidence: /S1 S4 !V2: high S1 S4/,
      sum: /1750 .*1700.* < 1600/,
      logic: /a OR NOT b/,
    };
    assert.match(line, expected[kind]);
  });
}

test('a coincidence over all states of six discriminators', () => {
  const holds = testsOf({ it: EXAMPLES.coincidence }, section).get('it');
  for (let high = 0; high < 64; high++) {
    for (let pulses = 0; pulses < 64; pulses++) {
      if ((high & pulses) !== pulses) continue;
      const has = (set: number, name: (typeof COUNTERS)[number]) =>
        (set & (1 << COUNTERS.indexOf(name))) !== 0;
      const expected =
        has(high, 'S1') &&
        has(high, 'S4') &&
        !has(high, 'V2') &&
        (has(pulses, 'S1') || has(pulses, 'S4'));
      assert.is(holds?.(sightOf((pulses << 6) | high, [0, 0], [0, 0]).sight), expected);
    }
  }
});

test('sums: the threshold itself is neither below nor above; what is certain alone asks no neighbour', () => {
  const below = testsOf({ it: { kind: 'sum', of: 'ecal', below: 80 } }, section).get('it');
  const above = testsOf({ it: { kind: 'sum', of: 'preshower', above: 0.3 } }, section).get('it');
  for (const [own, total, isBelow, askedBelow] of [
    [1599, 1599, true, 1],
    [1599, 1600, false, 1],
    [1600, 1600, false, 0],
  ] as const) {
    const { sight, asked } = sightOf(0, [own, total], [0, 0]);
    assert.is(below?.(sight), isBelow);
    assert.is(asked.total, askedBelow);
  }
  for (const [own, total, isAbove, askedAbove] of [
    [30, 30, false, 1],
    [30, 31, true, 1],
    [31, 31, true, 0],
  ] as const) {
    const { sight, asked } = sightOf(0, [0, 0], [own, total]);
    assert.is(above?.(sight), isAbove);
    assert.is(asked.total, askedAbove);
  }
});

test('conditions: AND, OR, NOT by their truth tables, and three-valued ones certain only when they are', () => {
  const names = ['a', 'b', 'c'];
  const terms: Record<string, Term> = Object.fromEntries(names.map((n) => [n, others.a as Term]));
  const tree = fc.letrec<{ c: Condition }>((tie) => ({
    c: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(...names),
      fc.record({ all: fc.array(tie('c'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('c'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('c') }),
    ),
  })).c;
  const byJs = (text: string, state: number) =>
    // biome-ignore lint/security/noGlobalEval: the condition as JavaScript reads it
    eval(
      text
        .replaceAll(/\b[abc]\b/g, (n) => String((state & (1 << names.indexOf(n))) !== 0))
        .replaceAll('AND', '&&')
        .replaceAll('OR', '||')
        .replaceAll('NOT ', '!'),
    ) as boolean;
  const property = fc.property(tree, (condition) => {
    const text = formatCondition(condition);
    const truth = Array.from({ length: 8 }, (_, state) => byJs(text, state));
    for (let known = 0; known < 8; known++) {
      for (let state = 0; state < 8; state++) {
        const settled = settle(condition, terms, (name) => {
          const bit = 1 << names.indexOf(name);
          return known & bit ? (state & bit) !== 0 : undefined;
        });
        const possible = new Set(truth.filter((_, s) => (s & known) === (state & known)));
        // Certain: then it is right. All known: then it is certain.
        if (settled !== undefined) assert.equal([...possible], [settled]);
        if (known === 7) assert.is(settled, truth[state]);
      }
    }
  });
  fc.assert(property, { seed: 1, numRuns: 300 });
});

test('coincidence window: the counters of two particles meet up to one gate apart', () => {
  const gate = 250;
  for (let apart = 0; apart <= 2 * gate; apart++) {
    const trigger = new Trigger(section);
    assert.is(trigger.opens(1000, 0b0111), false, 'S4 is missing');
    assert.is(trigger.opens(1000 + apart, 0b1000), apart < gate, `${apart} ticks`);
    const vetoed = new Trigger(section);
    vetoed.opens(1000, 0b010000);
    assert.is(vetoed.opens(1000 + apart, 0b1111), apart >= gate, `V1 ${apart} ticks before`);
    const after = new Trigger(section);
    assert.is(after.opens(1000, 0b1111), true, 'a veto never reaches back');
    after.opens(1000 + apart, 0b100000);
  }
});

test('a dead discriminator takes no pulse and is not prolonged', () => {
  const trigger = new Trigger(section);
  trigger.opens(0, 0b0001); // S1 alone is dead until 250
  assert.is(trigger.opens(100, 0b1111), true, 'the others complete it');
  assert.is(trigger.pulses, 0b1110);
  assert.is(trigger.opens(250, 0b1111), true, 'S1 again, the others still high');
  assert.is(trigger.pulses, 0b0001);
  assert.is(trigger.opens(350, 0b1111), true);
  assert.is(trigger.pulses, 0b1110);
});

test.run();
