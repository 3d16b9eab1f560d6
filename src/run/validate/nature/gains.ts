/** Gains that a calibration run finds in drawn natures, over the true ones. */
import { type Card, cardHash } from '../../../core/card/index.js';
import { FRONT_ENDS } from '../../../core/channels.js';
import { takeCalibration } from '../../calibration.js';
import { loadSingleCard } from '../../cards.js';
import { sha256 } from '../../hash.js';
import { trueCard } from '../../nature.js';
import type { SpillJob } from '../../spill.js';
import { row, type ValidationRow } from '../row.js';
import type { Computing } from '../validation.js';
import { moments } from '../waveform/found.js';
import { DRIFT, gainsOverTrue } from '../waveform/constants.js';
import { natureSeed } from './seeds.js';

const NATURES = 3;

export async function gainRows(seed: string, computing: Computing): Promise<ValidationRow[]> {
  const rows: ValidationRow[] = [];
  for (let i = 1; i <= NATURES; i++) {
    computing.report(`nature ${i}: calibration run`);
    const card = loadSingleCard('run3-2018', [], natureSeed(seed, i));
    const identity = { card, cardHash: cardHash(card, sha256), seed: card.run.seed };
    const job: SpillJob = {
      ...{ ...identity, nature: 'drawn' },
      ...{ mode: 'every', fidelity: 'waveform', truth: false },
    };
    const calibration = await takeCalibration(job, computing);
    rows.push(...natureRows(i, card, trueCard(job), gainsOverTrue(trueCard(job), calibration)));
  }
  return rows;
}

/** Light of the SRD: photons of an electron times the critical energy, which their mean energy goes with. */
const light = ({ detector: { srd } }: Card) => srd.photons * srd.criticalEnergy;

/** GeV per count. The SRD is calibrated with the light that electrons are believed to leave; nothing else is taken for known. */
export function natureRows(
  i: number,
  card: Card,
  world: Card,
  gains: ReturnType<typeof gainsOverTrue>,
): ValidationRow[] {
  return FRONT_ENDS.map((name) => {
    const { mean, rms } = moments(gains[name]);
    return row({
      name: `${name}: gain over the true one, mean, nature ${i}`,
      role: 'out',
      expected: name === 'srd' ? light(card) / light(world) : 1,
      allowed: DRIFT,
      emulated: [mean, rms / Math.sqrt(gains[name].length)],
      source: name === 'srd' ? 'light believed over light drawn' : 'electronics as built',
    });
  });
}
