import * as fs from 'node:fs';
import { decodeCalibration } from '../dist/analyse/calibration/constants.js';
import { cardHash } from '../dist/core/card/index.js';
import type { Evaluation } from '../dist/core/evaluation.js';
import type { Fidelity } from '../dist/core/fidelity.js';
import { loadSingleCard } from '../dist/run/cards.js';
import { sha256 } from '../dist/run/hash.js';
import type { Mode } from '../dist/core/mode.js';
import type { StoredJob } from '../dist/run/executor/kinds/spill.js';

/** What is measured with. */
export const CARD = 'run3-2018';
export const SEED = 'bench';

/** The job of a measurement's spills. */
export function jobOf({
  overrides,
  fidelity,
  mode,
  evaluation = 'all',
  calibration,
}: {
  readonly overrides: readonly string[];
  readonly fidelity: Fidelity;
  readonly mode: Mode;
  readonly evaluation?: Evaluation;
  readonly calibration?: string;
}): StoredJob {
  const card = loadSingleCard(CARD, overrides);
  return {
    card,
    cardHash: cardHash(card, sha256),
    seed: SEED,
    fidelity,
    truth: false,
    calibration: calibration
      ? decodeCalibration(fs.readFileSync(calibration, 'utf8'), card.detector)
      : null,
    mode,
    evaluation,
    raw: 'keep',
  };
}
