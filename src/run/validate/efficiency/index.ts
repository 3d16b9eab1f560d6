/**
 * Validation of the signal efficiency: A' events as ghosts through the very chain of the data, where
 * they are lost, against mass and intensity, and the same efficiencies measured from data alone.
 */
import { MEASUREMENTS, type Trials } from '../../../analyse/measured/index.js';
import { clopperPearson } from '../../../core/beta.js';
import type { Fidelity } from '../../../core/fidelity.js';
import { PAPER_EFFICIENCY, type QuotedWithError } from '../../../core/paper.js';
import { FACTORS, type Factor } from '../../ghosts.js';
import { type Measured, PAPER, row, share, type ValidationRow } from '../row.js';
import { type Computing, type Validated, type ValidateOptions, validation } from '../validation.js';
import { difference } from '../../efficiency/joint.js';
import { hcalSeesPair } from './pair.js';
import { type Sample, sample } from '../../efficiency/sample.js';

/** Ghosts of each mass behind a row, unless told otherwise; in a spill, at least. */
const EVENTS = 8000;
/** Where masses are compared so many times more: from 100 to 500 MeV the efficiency falls by 0.013. */
const COMPARED = 4;
const PER_SPILL = 500;
const MOST_SPILLS = 8;
const MEASURED_SPILLS = 4;
/** With samples, which take longer. */
const SAMPLED_SPILLS = 2;
const MASSES = [0.001, 0.01, 0.1, 0.5];
const LIGHT = MASSES[0];
const INTENSITIES = [1.4e6, 3e6, 5e6, 7e6, 9e6];
/** Run I up to 3.5e6 per spill: its first two blocks. */
const LOW_INTENSITY =
  'beam.intensity=[{electrons: 2.3e10, min: 1.4e6, max: 2e6}, {electrons: 1.1e10, min: 3e6, max: 3.5e6}]';
/** For the measurements from data: more beam and random triggers than the menu of the run asks for. */
const MEASURED = [
  'beam.intensity=7e6',
  'trigger.menu.beam.prescale=1000',
  'trigger.menu.random.rate=500Hz',
];
/** For the trigger's sums: a trigger that asks for less, the ECAL's sum alone and 5 GeV above the threshold. */
const SUMS = 'ECAL and preshower sums';
const DEFICIT = [
  'beam.intensity=7e6',
  'trigger.terms.deficit={kind: sum, of: ecal, below: 85 GeV}',
  'trigger.menu.deficit={type: beam, when: {all: [coincidence, deficit]}, prescale: 1}',
];
/** What a measurement may be off by, and the trials of which one is that much: with fewer no row could fail. */
const ALLOWED = 0.01;
const LEAST = Math.round(1 / ALLOWED);

type Options = Pick<ValidateOptions, 'events' | 'seed' | 'nature'> & Computing;

/** Interval of a share, one standard deviation; where some were gained that of their Poisson number. */
function bounds(passed: number, of: number): [low: number, high: number] {
  if (passed <= of) return clopperPearson(passed, of);
  const error = Math.sqrt(passed - of);
  return [(passed - error) / of, (passed + error) / of];
}

const after = ({ counts }: Sample, mass: number) => counts.flows[mass].passed;

/** Share that passes a factor of those that passed all before it. */
function factor(s: Sample, mass: number, name: Factor): Measured {
  const i = FACTORS.indexOf(name);
  return share(after(s, mass)[i + 1], after(s, mass)[i]);
}

function total(s: Sample, mass: number): Measured {
  const passed = after(s, mass);
  return share(passed[FACTORS.length], passed[0]);
}

const ratio = ([a, ea]: Measured, [b, eb]: Measured): Measured => [
  a / b,
  (a / b) * Math.hypot(ea / a, eb / b),
];

/**
 * What the efficiency falls by from a mass to the next, accepted of those in the yield. Ghosts of one index differ in
 * the A' alone.
 */
export function fall({ counts: { joint } }: Pick<Sample, 'counts'>, light: number): Measured {
  return difference(joint, 2 * light);
}

/** So many errors above zero is significant, two of which every row is forgiven. */
const SIGNIFICANT = 2;

interface Expected {
  readonly role: ValidationRow['role'];
  readonly value: number;
  readonly allowed: ValidationRow['allowed'];
  readonly source: string;
}

/**
 * What is known of each factor at 7e6 per spill, for a light A'. Of HCAL0 nothing is: what the data measure of it stands
 * beside the truth.
 */
const EXPECTED: Readonly<Partial<Record<Factor, Expected>>> = {
  geometry: { role: 'out', value: 0.97, allowed: 0.03, source: PAPER },
  trigger: { role: 'fit', value: 0.95, allowed: 0.02, source: PAPER },
  live: { role: 'fit', value: 0.93, allowed: 0.01, source: PAPER },
  'pile-up in the trigger gate': { role: 'fit', value: 0.92, allowed: 0.02, source: PAPER },
  track: { role: 'out', value: 0.83, allowed: 0.06, source: PAPER },
  SRD: { role: 'fit', value: 0.95, allowed: [0.95, 1], source: PAPER },
  shape: { role: 'fit', value: 0.96, allowed: [0.95, 0.97], source: '100 GeV electrons' },
  'box edge': { role: 'out', value: 1, allowed: [0.98, 1], source: 'resolution at 50 GeV' },
  'gained at the edge': {
    role: 'out',
    value: 1,
    allowed: [1, 1.03],
    source: 'the same, from beyond',
  },
  VETO: { role: 'fit', value: 0.94, allowed: 0.02, source: PAPER },
  HCAL: { role: 'fit', value: 0.94, allowed: 0.02, source: PAPER },
  'pile-up offline': { role: 'out', value: 1, allowed: [0.98, 1], source: 'counted once' },
};

function factorRows(s: Sample): ValidationRow[] {
  return FACTORS.flatMap((name, i) => {
    const expected = EXPECTED[name];
    if (!expected) return [];
    const { role, value, allowed, source } = expected;
    const title = `${name}, 1 MeV, at 7e6`;
    const counts = `${after(s, 0)[i + 1]} of ${after(s, 0)[i]}`;
    return [
      row({
        name: title,
        role,
        expected: value,
        allowed,
        emulated: factor(s, 0, name),
        source: `${source}; ${counts}`,
      }),
    ];
  });
}

const mev = (mass: number) => `${1000 * mass} MeV`;

/** A value and its error as a range, without the noise of the last digits. */
const within = ({ value, error }: QuotedWithError) =>
  [value - error, value + error].map((x) => Math.round(1e4 * x) / 1e4) as [number, number];

/** Products of the factors: of a light A', of a heavy one, and their ratio. */
function productRows(
  s: Sample,
  name: string,
  { light, heavy }: Readonly<Record<'light' | 'heavy', QuotedWithError>>,
): ValidationRow[] {
  const last = s.masses.length - 1;
  const falls = s.masses.slice(1).map((mass, i) => {
    const title = `${name}, ${mev(s.masses[i])} less ${mev(mass)}`;
    const [value, error] = fall(s, i);
    const least = (SIGNIFICANT + 2) * error;
    return row({
      name: title,
      role: 'out',
      expected: least,
      allowed: [least, 1],
      emulated: [value, error],
      source: 'falls with mass: four errors, less the two of every row',
    });
  });
  return [
    row({
      name: `${name}, 1 MeV`,
      role: 'out',
      expected: light.value,
      allowed: within(light),
      emulated: total(s, 0),
      source: PAPER,
    }),
    row({
      name: `${name}, ${mev(s.masses[last])}`,
      role: 'out',
      expected: heavy.value,
      allowed: within(heavy),
      emulated: total(s, last),
      source: PAPER,
    }),
    ...falls,
    row({
      name: `${name}, heavy over light`,
      role: 'out',
      expected: heavy.value / light.value,
      allowed: 0.1,
      emulated: ratio(total(s, last), total(s, 0)),
      source: PAPER,
    }),
  ];
}

/** The paper has numbers for its runs of low and of high intensity; what lies between is in the table alone. */
function intensityRows(s: Sample, intensity: number): ValidationRow[] {
  const { low, high } = PAPER_EFFICIENCY;
  const paper = intensity <= low.to ? low.light : intensity >= 7e6 ? high.light : null;
  if (paper === null) return [];
  const title = `efficiency, 1 MeV, at ${intensity / 1e6}e6`;
  return [
    row({
      name: title,
      role: 'out',
      expected: paper.value,
      allowed: within(paper),
      emulated: total(s, 0),
      source: PAPER,
    }),
  ];
}

/** Loss in gate and offline window together. */
function pileUpRow(s: Sample, intensity: number, loss: number): ValidationRow {
  const [gate, ge] = factor(s, 0, 'pile-up in the trigger gate');
  const [offline, oe] = factor(s, 0, 'pile-up offline');
  const title = `loss by pile-up, at ${intensity / 1e6}e6`;
  const error = Math.hypot(ge * offline, oe * gate);
  const role = intensity === 7e6 ? 'fit' : 'out';
  return row({
    name: title,
    role,
    expected: loss,
    allowed: 0.1,
    emulated: [1 - gate * offline, error],
    source: '57 ns at the rate r(t)',
  });
}

/** A number from data alone, and what is true of the ghosts. */
interface Estimate {
  readonly name: string;
  readonly method: string;
  readonly trials: Trials;
  readonly truth: Measured;
}

/** @param deficit the same beam with the trigger that asks for less, which the sums are measured with */
function estimatesOf(s: Sample, deficit: Sample, seed: string): Estimate[] {
  const { counters, terms, presented, live } = s.counts;
  const flow = (name: Factor) => factor(s, 0, name);
  const truth: Readonly<Record<string, Measured>> = {
    'S and V': share(counters.passed, counters.of),
    [SUMS]: share(terms.passed, terms.of),
    'pile-up in the trigger gate': flow('pile-up in the trigger gate'),
    track: flow('track'),
    SRD: flow('SRD'),
    VETO: flow('VETO'),
    'VETO, random': flow('VETO'),
    HCAL: flow('HCAL'),
    'HCAL, random': flow('HCAL'),
    HCAL0: flow('HCAL0'),
    'HCAL module, muon pair': hcalSeesPair(s.world, seed),
  };
  const measured = MEASUREMENTS.map(({ name, method }, i) => {
    const { trials } = (name === SUMS ? deficit : s).counts;
    return { name, method, trials: trials[i], truth: truth[name] };
  });
  const scalers = { passed: live, of: presented };
  return [...measured, { name: 'live', method: 'scalers', trials: scalers, truth: flow('live') }];
}

/** The estimates beside the truth; one of too few trials agrees with nothing. */
function measuredRows(title: string, estimates: readonly Estimate[]): ValidationRow[] {
  return estimates.map(({ name, method, trials: { passed, of }, truth }) => {
    const [value, error] = of < LEAST ? share(0, 0) : share(passed, of);
    const [expected, trueError] = truth;
    const missing = of < LEAST ? `, at least ${LEAST} needed` : '';
    return row({
      name: `${title}: ${name}`,
      role: 'out',
      expected,
      allowed: ALLOWED,
      emulated: [value, Math.hypot(error, trueError)],
      source: `${method}; ${passed} of ${of}${missing}`,
    });
  });
}

/** A share as the document has it. */
function interval(passed: number, of: number): Record<string, number> {
  const [low, high] = bounds(passed, of);
  return { passed, of, low, high };
}

/** Every factor of a sample with numerator and denominator, and the total as it was counted. */
function tableOf(name: string, s: Sample): Record<string, unknown> {
  return Object.fromEntries(
    s.masses.map((mass, m) => {
      const { passed, accepted, rescued } = s.counts.flows[m];
      const factors = FACTORS.map((f, i) => [f, interval(passed[i + 1], passed[i])]);
      const all = interval(accepted, passed[0]);
      return [`${name}, ${mev(mass)}`, { ...Object.fromEntries(factors), total: all, rescued }];
    }),
  );
}

/** Every estimate with numerator and denominator. */
const measuredTable = (estimates: readonly Estimate[]) =>
  Object.fromEntries(
    estimates.map(({ name, trials: { passed, of } }) => [name, interval(passed, of)]),
  );

/** @param take makes each sample */
export async function validateEfficiency(
  { events, ...options }: Options,
  take: typeof sample = sample,
): Promise<Validated> {
  const ghosts = events ?? EVENTS;
  const spills = Math.max(1, Math.min(MOST_SPILLS, Math.floor(ghosts / PER_SPILL)));
  const asked = { spills, measured: false };
  const byMass = (name: string, overrides: readonly string[]) =>
    take({ ...asked, name, overrides, masses: MASSES, ghosts: COMPARED * ghosts }, options);

  const run3 = await byMass('run3-2018', []);
  const run2 = await byMass('run2-2017', []);
  const run1 = await byMass('run1-2016', [LOW_INTENSITY]);
  const scan: Sample[] = [];
  for (const intensity of INTENSITIES) {
    const overrides = [`beam.intensity=${intensity}`];
    scan.push(
      await take({ ...asked, name: 'run3-2018', overrides, masses: [LIGHT], ghosts }, options),
    );
  }
  const measure = async (fidelity: Fidelity, most: number) => {
    const own = Math.min(spills, most);
    const request = { name: 'run3-2018', masses: [LIGHT], spills: own, measured: true, fidelity };
    const share = Math.ceil((ghosts * own) / Math.min(spills, MEASURED_SPILLS));
    const s = await take({ ...request, overrides: MEASURED, ghosts: share }, options);
    // A calibration run has a trigger of its own: that of the menu makes no other.
    const { calibration } = s;
    const deficit = await take({ ...request, calibration, overrides: DEFICIT, ghosts: 0 }, options);
    return estimatesOf(s, deficit, options.seed);
  };
  const measured = await measure('energy', MEASURED_SPILLS);
  const sampled = await measure('waveform', SAMPLED_SPILLS);
  const seven = scan[INTENSITIES.indexOf(7e6)];
  return {
    rows: [
      ...factorRows(seven),
      ...productRows(run3, 'run III', PAPER_EFFICIENCY.high),
      ...productRows(run1, 'run I up to 3.5e6', PAPER_EFFICIENCY.low),
      ...INTENSITIES.flatMap((intensity, i) => intensityRows(scan[i], intensity)),
      ...[5e6, 7e6, 9e6].map((intensity, i) =>
        pileUpRow(scan[INTENSITIES.indexOf(intensity)], intensity, [0.062, 0.086, 0.11][i]),
      ),
      ...measuredRows('measured', measured),
      ...measuredRows('measured in samples', sampled),
    ],
    document: {
      efficiencies: Object.assign(
        {},
        tableOf('run III', run3),
        tableOf('run II', run2),
        tableOf('run I up to 3.5e6', run1),
        ...INTENSITIES.map((n, i) => tableOf(`run III at ${n / 1e6}e6`, scan[i])),
        { measured: measuredTable(measured), 'measured in samples': measuredTable(sampled) },
      ),
    },
  };
}

export const efficiency = validation({
  name: 'efficiency',
  describes: "efficiency for an A', from ghosts and from data alone",
  options: ['events', 'seed', 'nature', 'workers'],
  usual: { events: EVENTS },
  run: (options) => validateEfficiency(options),
});
