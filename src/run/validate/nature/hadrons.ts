/**
 * Hadrons of the beam trigger that are found to pass through the ECAL, over those that do: with many more of both, and a beam trigger that
 * is kept more often, all else the same.
 */
import { seenOf } from '../../../analyse/background/seen.js';
import type { Counts } from '../../../analyse/counts.js';
import type { Card } from '../../../core/card/index.js';
import { exp } from '../../../core/math.js';
import { loadSingleCard } from '../../cards.js';
import { row, type ValidationRow } from '../row.js';
import type { Computing } from '../validation.js';
import { sample } from './sample.js';
import { simulatedSeed } from './seeds.js';

const PIONS = 0.1;
const MANY = [`nature.admixture.pion=${PIONS}`, 'trigger.menu.beam.prescale=500'];
export const HADRONS = 1000;

/** @param events hadrons that are found */
export async function hadronRows(
  seed: string,
  events: number | null,
  computing: Computing,
): Promise<ValidationRow[]> {
  const card = loadSingleCard('run3-2018', MANY, simulatedSeed(seed));
  const of = (counts: Counts) => beamOf(card, counts).hadrons;
  const wanted = { what: 'hadrons of the beam trigger', of, enough: events ?? HADRONS };
  const { hadrons, electrons } = beamOf(card, await sample(card, 'nominal', wanted, computing));
  const pass = PIONS * electrons * exp(-card.detector.ecal.interactionLengths);
  return [
    row({
      name: 'hadrons through the ECAL, of those of the beam trigger: found',
      role: 'fit',
      expected: card.analysis.hadrons.efficiency,
      allowed: 0.03,
      emulated: [hadrons / pass, Math.sqrt(hadrons) / pass],
      source: `card: analysis; ${hadrons} hadrons`,
    }),
  ];
}

const beamOf = (card: Card, counts: Counts) => seenOf(counts, 0, card.analysis.regionI.module).beam;
