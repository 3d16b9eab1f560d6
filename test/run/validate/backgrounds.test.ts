/** Backgrounds in small: some hundred drawn experiments, and one through the chain that is kept, read again, and refused. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UsageError } from '../../../src/core/errors.js';
import { backgroundChain, lossesInBox } from '../../../src/run/validate/backgrounds/chain.js';
import { backgrounds } from '../../../src/run/validate/backgrounds/index.js';
import { cardOf } from '../../support/card.js';
import { assertNear, validateOptions } from '../../support/validate.js';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-backgrounds-'));
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));

/** Errors that the paper's method has here are not the paper's: docs/backgrounds.md. */
const NOT_THE_PAPERS = ['(iii) relative error, all of it', '(ii) decays in the box: Table I'];

test('estimates of drawn counts are unbiased and cover', async () => {
  const { rows } = await backgrounds.run(validateOptions({ experiments: 250 }));
  for (const r of rows) {
    console.log(`  ${r.name}: ${r.emulated.toFixed(3)} +- ${r.error.toFixed(3)}; ${r.source}`);
    if (!NOT_THE_PAPERS.includes(r.name)) assertNear(r);
  }
  assert.ok(rows.some((r) => r.name.includes('thin HCAL')));
  assert.is(new Set(rows.map((r) => r.name)).size, rows.length, 'names are unique');
});

test('the losses of nature in the box: 0.43 for the whole exposure, and as an exponential', () => {
  assert.ok(Math.abs(lossesInBox(cardOf(), 2.84e11) - 0.43) < 1e-12);
  const wide = cardOf('nature.upstreamElectroNuclear.slope=8 GeV');
  assert.ok(Math.abs(lossesInBox(wide, 2.84e11) / (0.43 * Math.exp(50 / 6 - 50 / 8)) - 1) < 1e-9);
  const often = cardOf('nature.upstreamElectroNuclear.largeAngleFraction=0.0576');
  assert.ok(Math.abs(lossesInBox(often, 1e10) / ((0.86 * 1e10) / 2.84e11) - 1) < 1e-9);
});

test('an experiment of the chain is a line of the journal, and is not made twice', async () => {
  const journal = path.join(scratch, 'chain.jsonl');
  let reports = 0;
  const options = validateOptions({
    ...{ electrons: 1e6, experiments: 1, journal, seed: 'chain' },
    report: () => reports++,
  });
  const first = await backgroundChain.run(options);
  const line = fs.readFileSync(journal, 'utf8');
  assert.is(line.split('\n').length, 2);
  assert.ok(reports > 0 && JSON.parse(line).electrons >= 1e6);
  assert.is(JSON.parse(line).sources.length, 5);
  reports = 0;
  // A kill has left half a line behind.
  fs.appendFileSync(journal, line.slice(0, 50));
  assert.equal(await backgroundChain.run(options), first);
  assert.is(reports, 0);
  await Promise.resolve(backgroundChain.run({ ...options, seed: 'another' })).then(
    () => assert.unreachable('another seed is not the same experiment'),
    (error) => assert.instance(error, UsageError),
  );
});

test.run();
