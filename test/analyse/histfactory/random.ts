import seedrandom from 'seedrandom';
import { SEED } from '../../support/statistics.js';

/** Uniform numbers in [0, 1); TEST_SEED gives others. */
export function randomOf(name: string): () => number {
  console.log(`  ${name}: TEST_SEED=${SEED} repeats it`);
  return seedrandom(`${SEED} ${name}`);
}
