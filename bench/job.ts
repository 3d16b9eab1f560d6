import * as fs from 'node:fs';
import { decodeCalibration } from '../dist/analyse/calibration/constants.js';
import { cardHash } from '../dist/core/card/index.js';
import type { Fidelity } from '../dist/core/fidelity.js';
import { loadSingleCard } from '../dist/run/cards.js';
import { sha256 } from '../dist/run/hash.js';
import type { SpillJob } from '../dist/run/spill.js';
import { MODES } from './modes.js';

/** What is measured with. */
export const CARD = 'run3-2018';
export const SEED = 'bench';

/** The job of a measurement's spills. @throws when there is no such mode */
export function jobOf({
  overrides,
  fidelity,
  mode,
  calibration,
}: {
  readonly overrides: readonly string[];
  readonly fidelity: Fidelity;
  readonly mode: string;
  readonly calibration?: string;
}): SpillJob {
  const known = MODES.find(({ name }) => name === mode);
  if (!known) throw new Error(`no mode ${mode} in bench/modes.ts`);
  const card = loadSingleCard(CARD, overrides);
  return {
    card,
    cardHash: cardHash(card, sha256),
    seed: SEED,
    fidelity,
    truth: false,
    calibration: calibration ? decodeCalibration(fs.readFileSync(calibration, 'utf8')) : null,
    ...known.options,
  };
}
