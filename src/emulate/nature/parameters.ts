/**
 * The true parameters that `--nature drawn` moves, how far, and why so far. A new one is one entry of this shape.
 */

/** A number of the card that moves: itself, or what it lacks to 1. */
export interface Moved {
  readonly path: string;
  readonly of: 'value' | 'loss';
}

export interface Parameter {
  /** Addresses its random numbers: another entry moves none. */
  readonly name: string;
  /** These move together, by one factor. */
  readonly moves: readonly Moved[];
  /** Standard deviation of the factor's logarithm; its median is 1. */
  readonly width: number;
  /** Physics, the same in all runs of a seed; what is of the beam line or the electronics is drawn for each run. */
  readonly common: boolean;
  /** Of the width. */
  readonly source: string;
}

const values = (...paths: readonly string[]): Moved[] =>
  paths.map((path) => ({ path, of: 'value' }));

const PAPER = 'PRL 123, 121801 (2019)';

const physics: readonly Omit<Parameter, 'common'>[] = [
  {
    name: 'dimuon yield',
    moves: values('nature.dimuon.rate'),
    width: 0.1,
    source: `${PAPER}: 10 %, predicted against measured dimuons`,
  },
  {
    name: 'hadrons made in the dump',
    moves: values('nature.electroNuclear.rate'),
    width: 0.3,
    source: 'estimate: the loose sample is known to a factor of two',
  },
  {
    name: 'their spectrum',
    moves: values('nature.electroNuclear.slope'),
    width: 0.1,
    source: 'estimate: as the yield of dimuons',
  },
  {
    name: 'their neutral fraction',
    moves: values('nature.electroNuclear.neutralFraction'),
    width: 0.3,
    source: 'estimate: as their number',
  },
  {
    name: 'sideband C, slope',
    moves: values('nature.upstreamElectroNuclear.slope'),
    width: 0.14,
    source: `${PAPER}: 0.43 +- 0.16 events in the box, 15 GeV from the middle of the sideband`,
  },
  {
    name: 'sideband C, amplitude',
    moves: values('nature.upstreamElectroNuclear.largeAngleFraction'),
    width: 0.3,
    source: 'estimate: geometry of the beam line, not published',
  },
  {
    name: 'hadrons that the SRD takes for electrons',
    moves: values('nature.hadron.srdFake'),
    width: 0.3,
    source: 'estimate: about 1e-3 of them pass the SRD',
  },
  {
    name: 'hadrons that leave as neutrals',
    moves: values('nature.hadron.neutralExit'),
    width: 0.5,
    source: 'estimate: not published',
  },
  {
    name: 'hadrons in the ECAL, containment',
    moves: values('nature.hadron.softLength'),
    width: 0.1,
    source: 'estimate: fitted to a rate that is known to 10 %',
  },
  {
    name: 'hadrons in the ECAL, response',
    moves: values('nature.hadron.softResponse'),
    width: 0.05,
    source: 'estimate: e/h of lead and scintillator, 1.2 to 1.3',
  },
  {
    name: 'hadrons in the HCAL, response',
    moves: values('detector.hcal.eOverH'),
    width: 0.05,
    source: 'estimate: e/h of iron and scintillator, 1.2 to 1.4',
  },
  {
    name: 'losses in the counters',
    moves: [
      { path: 'detector.counters.efficiency', of: 'loss' },
      { path: 'detector.counters.selfVeto', of: 'value' },
    ],
    width: 0.43,
    source: `${PAPER}: trigger 2 %; with the card's counters 4.2 % are lost`,
  },
];

const ofEachRun: readonly Omit<Parameter, 'common'>[] = [
  {
    name: 'pions in the beam',
    moves: values('nature.admixture.pion'),
    width: 0.3,
    source: 'estimate: depends on collimators and target',
  },
  {
    name: 'kaons per pion',
    moves: values('nature.admixture.kaonPerPion'),
    width: 0.3,
    source: 'estimate: depends on the converter',
  },
  {
    name: 'muons on the axis',
    moves: values('nature.admixture.muon'),
    width: 0.5,
    source: 'estimate: 1e-3 to 1e-2 in an H4 electron beam',
  },
  {
    name: 'halo muons',
    moves: values('nature.admixture.haloMuon'),
    width: 1,
    source: `${PAPER}: VETO and HCAL up to 4 % in run III; halo muons cost 1.7 % at 7e6 per spill`,
  },
  {
    name: 'material upstream',
    moves: values('nature.upstreamMaterial'),
    width: 0.3,
    source: 'estimate: 0.02 radiation lengths without S1 to S3, 0.035 with them',
  },
  {
    name: 'synchrotron spectrum, energy',
    moves: values('detector.srd.criticalEnergy'),
    width: 0.05,
    source: 'estimate: field, and scale of the energies',
  },
  {
    name: 'synchrotron spectrum, photons',
    moves: values('detector.srd.photons'),
    width: 0.05,
    source: 'estimate: material between magnets and SRD',
  },
  ...['preshower', 'ecal', 'hcal', 'veto', 'srd', 'counters'].map((frontEnd) => ({
    name: `gain, ${frontEnd}`,
    moves: values(`detector.sampling.fullScale.${frontEnd}`),
    width: 0.03,
    source: 'estimate: high voltages of a front end, beside the spread of its channels',
  })),
  {
    name: 'sag of the gains',
    moves: values(
      ...['ecal', 'hcal', 'veto', 'srd', 'counters'].map(
        (frontEnd) => `nature.electronics.gain.sag.loss.${frontEnd}`,
      ),
    ),
    width: 0.5,
    source: 'estimate: 1 to 3 % in the ECAL',
  },
];

export const PARAMETERS: readonly Parameter[] = [
  ...physics.map((parameter) => ({ ...parameter, common: true })),
  ...ofEachRun.map((parameter) => ({ ...parameter, common: false })),
];
