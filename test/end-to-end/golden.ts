/** The golden hashes of test/golden/run-hashes.json. */
import * as assert from 'uvu/assert';
import { readJson, ROOT } from './cli.js';

const FILE = 'test/golden/run-hashes.json';

/** Compares with the golden hashes; what to do when they moved on purpose stands in that file. */
export function expectGolden(
  entry: string,
  { runHash, rawHash }: { readonly runHash: string; readonly rawHash: string | null },
): void {
  const golden = readJson<Record<string, unknown>>(ROOT, FILE)[entry];
  assert.equal({ runHash, rawHash }, golden, `${FILE}, "${entry}": see "what" in that file`);
}
