/**
 * Muon pairs, observed over predicted, in drawn natures. Pairs are made
 * many times more often, in nature and in belief, the same in all else.
 */
import type { Counts } from '../../../analyse/counts.js';
import { dimuonYield } from '../../../analyse/dimuons.js';
import { beliefOf, type Card } from '../../../core/card/index.js';
import { loadSingleCard } from '../../cards.js';
import { drawnNature } from '../../nature.js';
import { PAPER, row, type ValidationRow } from '../row.js';
import type { Computing } from '../validation.js';
import { sample, type Wanted } from './sample.js';
import { natureSeed, simulatedSeed } from './seeds.js';

const CARDS = ['run1-2016', 'run2-2017', 'run3-2018'] as const;
/** Pairs per electron; the nominal ones would need 2e9 electrons for each row. */
const RATE = 1e-3;
const MANY = [`nature.dimuon.rate=${RATE}`, `analysis.dimuons.rate=${RATE}`];
/** Dimuons behind each number, unless told otherwise, and natures drawn. */
export const DIMUONS = 2500;
const NATURES = 5;

/** @param events dimuons behind each number */
export async function dimuonRows(
  seed: string,
  events: number | null,
  computing: Computing,
): Promise<ValidationRow[]> {
  const enough = events ?? DIMUONS;
  const rows: ValidationRow[] = [];
  for (const name of CARDS) {
    const card = loadSingleCard(name, MANY, simulatedSeed(seed));
    rows.push(efficiencyRow(card, await sample(card, 'nominal', pairs(card, enough), computing)));
  }
  for (let i = 1; i <= NATURES; i++) {
    const card = loadSingleCard('run3-2018', MANY, natureSeed(seed, i));
    rows.push(ratioRow(card, i, await sample(card, 'drawn', pairs(card, enough), computing)));
  }
  return rows;
}

const pairs = (card: Card, enough: number): Wanted => ({
  ...{ what: 'dimuons', enough },
  of: (counts) => dimuonYield(beliefOf(card), counts).observed,
});

/** The efficiency that the card gives to simulated pairs. */
function efficiencyRow(card: Card, counts: Counts): ValidationRow {
  const { efficiency } = card.analysis.dimuons;
  const { observed, ratio } = dimuonYield(beliefOf(card), counts);
  const found = efficiency * (ratio ?? Number.NaN);
  return row({
    name: `dimuons, ${card.run.name}: efficiency`,
    role: 'fit',
    expected: efficiency,
    allowed: 0.02,
    emulated: [found, found / Math.sqrt(observed)],
    source: `card: analysis; ${observed} events`,
  });
}

/** Against the factor that was drawn, within what efficiencies and electrons are known to. */
function ratioRow(card: Card, i: number, counts: Counts): ValidationRow {
  const { observed, ratio, error } = dimuonYield(beliefOf(card), counts);
  const found = ratio ?? Number.NaN;
  const statistical = found / Math.sqrt(observed);
  const { card: drawn } = drawnNature({ card, seed: card.run.seed });
  return row({
    name: `dimuons, observed over predicted, nature ${i}`,
    role: 'out',
    expected: drawn.nature.dimuon.rate / card.nature.dimuon.rate,
    allowed: 2 * Math.sqrt(Math.max(0, ((error ?? 0) / found) ** 2 - 1 / observed)),
    emulated: [found, statistical],
    source: `drawn, 10 % in ${PAPER}; ${observed} events`,
  });
}
