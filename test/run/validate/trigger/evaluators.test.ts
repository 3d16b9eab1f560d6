/**
 * The two evaluators of the trigger agree, and a single change in the source of either is seen: so
 * the comparison can fail.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  compareTriggers,
  type Comparison,
  type Evaluators,
  SHORT,
} from '../../../../src/run/validate/trigger/compare.js';
import { FOCI } from '../../../../src/run/validate/trigger/vectors.js';
import { SEED } from '../../../support/statistics.js';

const dist = path.resolve(import.meta.dirname, '../../../../dist');
const SAMPLE = 300_000;

const disagreements = ({ byFocus }: Comparison) =>
  FOCI.reduce((sum, focus) => sum + byFocus[focus].disagreements, 0);

test('they agree on random and edge vectors, and these reach the edges', () => {
  const result = compareTriggers(SAMPLE, SEED, { shape: SHORT });
  assert.is(result.first, null);
  assert.is(disagreements(result), 0);
  for (const focus of FOCI) {
    const { vectors, strobes, fired } = result.byFocus[focus];
    assert.ok(vectors >= 30_000 && strobes > vectors / 5 && fired > vectors / 20, focus);
  }
  assert.ok(result.saturated > 1000 && result.wrapped > 1000);
});

/** One change in one place of a compiled source; the place must be there. */
type Mutant = readonly [file: string, from: string, to: string];

const FIRST: readonly Mutant[] = [
  ['terms/sum.js', 'sight.total(of) < threshold', 'sight.total(of) <= threshold'],
  ['terms/sum.js', 'sight.total(of) > threshold', 'sight.total(of) >= threshold'],
  ['terms/sum.js', 'sight.own(of) < threshold &&', 'sight.own(of) <= threshold + 99 ||'],
  ['terms/coincidence.js', '(high & veto) === 0', '(high & veto) !== veto'],
  ['terms/coincidence.js', '(high & require) === require', '(high & require) !== 0'],
  ['terms/coincidence.js', '(pulsesOf(code) & require) !== 0', 'true'],
  ['discriminators.js', 'time < this.until[c]', 'time <= this.until[c]'],
  ['discriminators.js', 'const end = time + this.gate', 'const end = time + this.gate - 1'],
  ['discriminators.js', 'else if (fired & bit)', 'if (fired & bit)'],
  ['prescale.js', 'this.state < of', 'this.state <= of'],
  ['prescale.js', '(ratio.phase +', '(ratio.phase + 1 +'],
  ['prescale.js', 'this.state -= of', 'this.state = 0'],
  ['weights.js', 'dt <= full', 'dt < full'],
  ['weights.js', 'Math.floor((UNIT', 'Math.round((UNIT'],
  ['weights.js', 'zero - dt', 'zero - dt + 1'],
  ['look.js', '>> WEIGHT_BITS', '/ 256'],
  ['look.js', 'return Math.min(this.sum, MAX_COUNTS)', 'return this.sum'],
  ['look.js', 'if (other === this.slice && j === this.index)', 'if (j < this.index)'],
  ['look.js', 'visit(this.tick, -reach, reach + 1', 'visit(this.tick, -reach, reach'],
  ['counts.js', 'n > MAX_COUNTS ? MAX_COUNTS', 'n > MAX_COUNTS ? MAX_COUNTS + 1'],
  ['counts.js', 'Math.floor(sum', 'Math.ceil(sum'],
  ['tree.js', 'const decisive = all === undefined', 'const decisive = all !== undefined'],
  ['tree.js', 'inner === undefined ? undefined : !inner', 'inner'],
  ['index.js', 'this.ordinal++', 'this.ordinal += 2'],
];

const SECOND: readonly Mutant[] = [
  ['evaluator.js', 't - began[c] < this.gate', 't - began[c] <= this.gate'],
  ['evaluator.js', 'began[c] = t', 'began[c] = t + 1'],
  ['evaluator.js', '[0, threshold - 1]', '[0, threshold]'],
  ['evaluator.js', '[threshold + 1, LARGEST]', '[threshold, LARGEST]'],
  ['evaluator.js', '[threshold + 1, LARGEST]', '[threshold + 1, LARGEST - 1]'],
  ['evaluator.js', 'distance <= full', 'distance <= full + 1'],
  ['evaluator.js', '(steps + 1) * (zero - full)', 'steps * (zero - full)'],
  ['evaluator.js', 'const LARGEST = 65534', 'const LARGEST = 65535'],
  ['evaluator.js', 'return Math.min(LARGEST, sum)', 'return sum % 65536'],
  ['evaluator.js', 'Math.min(LARGEST, counts[j])', 'counts[j]'],
  ['evaluator.js', '(high & (require | veto)) === require', '(high & require) === require'],
  ['evaluator.js', 'complete && (pulses & require) > 0', 'complete'],
  ['evaluator.js', 'trues === parts.length', 'trues > 0'],
  ['evaluator.js', '1 - x', 'x'],
  ['evaluator.js', 'phase + (met', 'phase + 1 + (met'],
  ['evaluator.js', '% of < keep', '% of <= keep'],
  ['evaluator.js', '% 4294967296', '% 4294967295'],
  ['evaluator.js', '.sort()', '.sort().reverse()'],
  ['evaluator.js', 'time[i] - time[j] <= this.reach', 'time[i] - time[j] < this.reach / 2'],
  ['evaluator.js', 'LARGEST, counts[j]', 'LARGEST >> 1, counts[j]'],
  ['evaluator.js', "side === 'below' ?", "side === 'above' ?"],
];

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-mutants-'));
test.after(() => fs.rmSync(scratch, { recursive: true }));

/** The compiled folder with one file changed, its neighbours as they are. */
async function mutated(folder: string, [file, from, to]: Mutant, n: number) {
  const root = path.join(scratch, String(n));
  const copy = path.join(root, folder);
  fs.cpSync(path.join(dist, folder), copy, { recursive: true });
  fs.writeFileSync(path.join(root, 'package.json'), '{"type": "module"}');
  // Whatever lies beside the folder on its way up is that of dist.
  for (let at = folder; at !== '.'; at = path.dirname(at)) {
    const above = path.dirname(at);
    for (const name of fs.readdirSync(path.join(dist, above))) {
      const target = path.join(root, above, name);
      if (!fs.existsSync(target)) fs.symlinkSync(path.join(dist, above, name), target);
    }
  }
  const changed = path.join(copy, file);
  const text = fs.readFileSync(changed, 'utf8');
  assert.is(text.split(from).length, 2, `"${from}" stands once in ${file}`);
  fs.writeFileSync(changed, text.replace(from, to));
  const entry = folder.startsWith('emulate') ? 'index.js' : 'evaluator.js';
  return import(pathToFileURL(path.join(copy, entry)).href);
}

async function survivors(
  folder: string,
  mutants: readonly Mutant[],
  name: keyof Evaluators,
  base: number,
) {
  const { Trigger } = await import('../../../../src/emulate/trigger/index.js');
  const { TableTrigger } = await import('../../../../src/run/validate/trigger/evaluator.js');
  const alive: string[] = [];
  for (const [n, mutant] of mutants.entries()) {
    const module = (await mutated(folder, mutant, base + n)) as Evaluators;
    const evaluators = { Trigger, TableTrigger, [name]: module[name] } as Evaluators;
    const { first } = compareTriggers(SAMPLE, SEED, { evaluators, shape: SHORT, stop: true });
    if (first === null) alive.push(mutant.join(' | '));
  }
  return alive;
}

test(`${FIRST.length} mutants of the trigger are all caught`, async () => {
  assert.equal(await survivors('emulate/trigger', FIRST, 'Trigger', 0), []);
});

test(`${SECOND.length} mutants of the second evaluator are all caught`, async () => {
  assert.equal(await survivors('run/validate/trigger', SECOND, 'TableTrigger', 1000), []);
});

test.run();
