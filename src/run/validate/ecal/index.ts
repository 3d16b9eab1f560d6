/** Electrons in the ECAL, compared with a full simulation where there is one. */
import type { Card } from '../../../core/card/index.js';
import { ecalGrid } from '../../../core/channels.js';
import { commonNoiseShare } from '../../../core/sampling.js';
import { row, type ValidationRow } from '../row.js';
import { validation } from '../validation.js';
import { requireOnEcal, type TestBeam, testBeam, testBeamCard } from './beam.js';
import { impactClosure } from './impact.js';
import { ECAL_REFERENCE, SIMULATION } from './reference.js';
import { startClosure } from './start.js';

type Allowed = ValidationRow['allowed'];

/** Electrons of a test beam, unless told otherwise. */
const EVENTS = 5000;

/**
 * Closure of a test beam with the full simulation: means within 2 %, widths within 10 %, 5 and 95 %
 * quantiles within 5 % and 1 and 99 % within 10 % of the width (one standard deviation of the
 * simulation), correlation within 0.05, efficiency of the shape cut within 0.01. The error is
 * statistical, of both samples together.
 */
export function closure(beam: TestBeam): ValidationRow[] {
  const { energyGeV, events, preshowerFraction: f } = beam;
  const reference = ECAL_REFERENCE.get(energyGeV);
  if (reference === undefined) return [];
  /** Error of a mean, from its standard deviation. */
  const both = (sigma: number) => sigma * Math.sqrt(1 / events + 1 / reference.events);
  const g = reference.preshowerFraction;
  const { sigma } = g;
  const rows: ValidationRow[] = [];
  const add = (name: string, expected: number, allowed: Allowed, got: number, error: number) =>
    rows.push(
      row({ name, role: 'fit', expected, allowed, emulated: [got, error], source: SIMULATION }),
    );
  const about = (value: number, by: number): Allowed => [value - by, value + by];
  add('responseMean', 1, 0.02, beam.responseMean, beam.resolution / Math.sqrt(events));
  add(
    'resolution',
    reference.resolution,
    0.1,
    beam.resolution,
    both(reference.resolution / Math.SQRT2),
  );
  add('preshowerFraction.mean', g.mean, 0.02, f.mean, both(sigma));
  add('preshowerFraction.sigma', sigma, 0.1, f.sigma, both(sigma / Math.SQRT2));
  // Error of a quantile: sqrt(p (1 - p)) / density, the density that of a normal distribution.
  add('preshowerFraction.q01', g.q01, about(g.q01, 0.1 * sigma), f.q01, both(3.73 * sigma));
  add('preshowerFraction.q05', g.q05, about(g.q05, 0.05 * sigma), f.q05, both(2.11 * sigma));
  add('preshowerFraction.q50', g.q50, 0.02, f.q50, both(1.253 * sigma));
  add('preshowerFraction.q95', g.q95, about(g.q95, 0.05 * sigma), f.q95, both(2.11 * sigma));
  add('preshowerFraction.q99', g.q99, about(g.q99, 0.1 * sigma), f.q99, both(3.73 * sigma));
  const r = reference.correlation;
  add('correlation', r, about(r, 0.05), beam.correlation, both(1 - r * r));
  // Standard deviations over the spot in the simulation.
  add('centralCell', reference.centralCell, 0.02, beam.centralCell, both(0.093));
  add('sum3x3', reference.sum3x3, 0.02, beam.sum3x3, both(0.0024));
  add('sum5x5', reference.sum5x5, 0.02, beam.sum5x5, both(0.0008));
  const leak = reference.rearLeak;
  add('rearLeak.mean', leak.mean, 0.02, beam.rearLeak.mean, both(1.2 * leak.mean));
  add(
    'rearLeak.q99',
    leak.q99,
    about(leak.q99, 0.1 * leak.mean),
    beam.rearLeak.q99,
    both(14 * leak.mean),
  );
  const shape = reference.shapeEfficiency;
  const passing = both(Math.sqrt(shape * (1 - shape)));
  add('shapeEfficiency', shape, about(shape, 0.01), beam.shapeEfficiency, passing);
  return rows;
}

/** What is typed in, at any energy: the ECAL's resolution and the noise of all its cells. */
function resolutionRow(beam: TestBeam, card: Card): ValidationRow {
  const { stochastic, constant } = card.detector.ecal;
  const noise = noiseOfAllCells(card) / beam.energyGeV;
  const expected = Math.hypot(stochastic / Math.sqrt(beam.energyGeV), constant, noise);
  const error = beam.resolution / Math.sqrt(2 * beam.events);
  return row({
    name: 'resolution',
    role: 'in',
    expected,
    allowed: 0.1,
    emulated: [beam.resolution, error],
    source: 'card',
  });
}

/**
 * Rms of the sum of all cells, GeV, where channels of a module of the ADC are correlated by rho:
 * (1 - rho) sum_i sigma_i^2 + rho sum_modules (sum_i sigma_i)^2.
 */
function noiseOfAllCells({ detector: { ecal, sampling } }: Card): number {
  const { cells } = ecalGrid(ecal);
  const channels = 2 * cells;
  const rho = commonNoiseShare(sampling);
  let variance = 0;
  for (let first = 0; first < channels; first += sampling.moduleChannels) {
    let inModule = 0;
    for (let c = first; c < Math.min(first + sampling.moduleChannels, channels); c++) {
      const sigma = c < cells ? ecal.cellNoise.preshower : ecal.cellNoise.main;
      inModule += sigma;
      variance += (1 - rho) * sigma * sigma;
    }
    variance += rho * inModule * inModule;
  }
  return Math.sqrt(variance);
}

export const ecal = validation({
  name: 'ecal',
  describes: 'electrons in the ECAL against a full simulation',
  options: ['events', 'seed', 'energy', 'at', 'spot', 'ideal'],
  usual: { events: EVENTS },
  check: requireOnEcal,
  run(options) {
    const asked = { ...options, events: options.events ?? EVENTS };
    const beam = testBeam(asked);
    const compared =
      options.ideal && options.at.every((v) => v === 0) && options.spot === null
        ? [...closure(beam), ...impactClosure(asked), ...startClosure(asked)]
        : [];
    const rows = compared.length > 0 ? compared : [resolutionRow(beam, testBeamCard(options))];
    return { rows, document: { ...beam } };
  },
});
