/**
 * The table "paper | emulated". Only rows with the role `out` are predictions.
 */
import { publishedEps90 } from '../../core/signal/index.js';
import { CARD_RATE, shownElectrons, type Summary } from '../../run/summary.js';
import { counted } from '../plural.js';
import { digits, rate, table } from './table.js';

const eventsOf = (rows: Summary['regions'], name: string) =>
  rows.find((r) => r.name === name)?.events ?? 0;

/** Total efficiency of the paper for a light A', low and high intensity. */
const PAPER_EFFICIENCY = 'low 0.69 +- 0.09, high 0.53 +- 0.09';

/** Table I. */
const PAPER_BACKGROUNDS: Readonly<Record<string, string>> = {
  dimuons: '0.024 +- 0.007',
  'decays in flight': '0.02 +- 0.01',
  'hadrons made in the beam line': '0.43 +- 0.16',
  'hadrons made in the dump': '< 0.044',
  'punch-through, cracks and holes': '< 0.01',
};

const PAPER_FACTORS: Record<string, string> = {
  geometry: '0.97',
  trigger: '0.95 +- 0.02',
  live: '0.93',
  track: '~0.83',
  srd: '>~ 0.95',
  veto: '0.94',
  hcal: '0.94',
  'pile-up in the trigger gate': '~0.92 with offline',
};

export function comparison(s: Summary): string {
  const eot = shownElectrons(s);
  const { limit } = s;
  const full = digits(limit.fullElectrons);
  const scaled = (events: number) =>
    digits((events / Math.max(1, limit.electronsOnTarget)) * limit.fullElectrons);
  const level = `eps${Math.round(100 * limit.cl)}`;
  /** The published limits are those at 90 %. */
  const published = (massGeV: number) =>
    limit.cl === 0.9 ? `${digits(publishedEps90(massGeV))} (observed)` : '';
  const perEot = (name: string, role: string, paper: string, events: number) => [
    name,
    role,
    paper,
    rate(events, eot),
    '',
  ];
  const rows: string[][] = [
    [
      'electrons on target',
      'in',
      '2.84e11 in three runs',
      s.electronsOnTarget === null ? 'hidden' : digits(s.electronsOnTarget, 4),
      full,
    ],
    ['  the same from scalers', 'out', '', digits(s.electronsOnTargetScaler, 4), ''],
    perEot('triggers per EOT', 'out', '', s.triggers),
    ['live fraction', 'fit at 7e6', '0.93', digits(s.liveFraction, 4), ''],
    perEot('loose events per EOT', 'fit', '1.06e-5 (exponent lost)', eventsOf(s.regions, 'loose')),
    perEot('selected events per EOT', 'fit', '5.6e-8', eventsOf(s.regions, 'selected')),
    perEot(
      'dimuons, E_ECAL < 50 GeV, per EOT',
      'out',
      '4.4e-6 (derived)',
      eventsOf(s.regions, 'I below box edge'),
    ),
    perEot('region II per EOT', 'fit', '', eventsOf(s.regions, 'II')),
    ['sealed events', 'out', 'sealed', String(s.recordedPhysics.sealed), ''],
    ['events in the signal box', 'out', '0', s.box === null ? 'sealed' : String(s.box), ''],
    ...s.efficiency.factors.map((f) => [
      `efficiency: ${f.name}`,
      f.role,
      PAPER_FACTORS[f.name] ?? '',
      digits(f.value, 4),
      '',
    ]),
    ["efficiency: product, light A'", 'in x out', PAPER_EFFICIENCY, digits(s.efficiency.total), ''],
    ...dimuonRows(s),
    ...s.background.sources.map(({ name, kind, events, method }) => [
      `background: ${name}`,
      method === CARD_RATE ? 'in' : 'out',
      PAPER_BACKGROUNDS[name] ?? '',
      `${kind === 'limit' ? '< ' : ''}${digits(events)}`,
      scaled(events),
    ]),
    [
      `background in the box: ${s.background.method}`,
      s.background.method === CARD_RATE ? 'in' : 'out',
      '0.53 +- 0.17',
      `${digits(s.background.events)} +- ${digits(s.background.error)}`,
      scaled(s.background.events),
    ],
    [
      'limit in events, expected (median), asymptotic',
      'out',
      '',
      digits(limit.expected.asymptotic[2]),
      '',
    ],
    ['limit in events, expected (median), exact', 'out', '', digits(limit.expected.exact[2]), ''],
  ];
  if (limit.observed) {
    rows.push(
      ['limit in events, observed, asymptotic', 'out', '', digits(limit.observed.asymptotic), ''],
      ['limit in events, observed, exact', 'out', '', digits(limit.observed.exact), ''],
    );
  }
  for (const e of limit.eps) {
    const mass = `${digits(e.massGeV * 1000)} MeV`;
    rows.push(
      [
        `${level} at ${mass}, expected (median), asymptotic`,
        'out',
        published(e.massGeV),
        digits(e.emulated),
        digits(e.scaled),
      ],
      [
        `${level} at ${mass}, expected (median), exact`,
        'out',
        '',
        digits(e.emulatedExact),
        digits(e.scaledExact),
      ],
    );
    if (!e.observed) continue;
    rows.push(
      [`${level} at ${mass}, observed, asymptotic`, 'out', '', digits(e.observed.asymptotic), ''],
      [`${level} at ${mass}, observed, exact`, 'out', '', digits(e.observed.exact), ''],
    );
  }
  const head = [
    'quantity',
    'role',
    'paper',
    `emulated (${counted(s.spills, 'spill')})`,
    `scaled to ${full} EOT`,
  ];
  return table(head, rows);
}

function dimuonRows({ dimuons: { observed, predicted, ratio, error, yieldSystematic } }: Summary) {
  if (ratio === null) return [];
  return [
    ['dimuons observed', 'out', '', `${digits(observed)} of ${digits(predicted)} predicted`, ''],
    ['  over predicted', 'out', '', `${digits(ratio)} +- ${digits(error, 2)}`, ''],
    ['  yield systematic from it', 'out', '~0.10', digits(yieldSystematic, 2), ''],
  ];
}
