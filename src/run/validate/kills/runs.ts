/** The runs that are killed. */
export interface KilledRun {
  readonly name: string;
  readonly args: readonly string[];
}

const card = (intensity: string, spills: number) => [
  ...['run3-2018', '--set', `beam.intensity=${intensity}`, '--spills', `${spills}`],
];

const kept: KilledRun = {
  name: 'energy, one worker, raw data kept, truth',
  args: [...card('1e5', 12), '--workers', '1', '--truth'],
};
const dropped: KilledRun = {
  name: 'energy, two workers, raw data dropped',
  args: [...card('2e5', 12), '--workers', '2', '--raw', 'drop'],
};
const sampled: KilledRun = {
  name: 'energy, two workers, half of the raw data, staged',
  args: [
    ...[...card('1e6', 6), '--workers', '2', '--raw', 'sample:50%'],
    ...['--mode', 'candidates', '--evaluate', 'staged'],
  ],
};
const campaign: KilledRun = {
  name: 'campaign of three runs',
  args: ['na64-2016-2018', '--set', 'beam.intensity=1e5', '--spills', '3', '--workers', '1'],
};
const waveform: KilledRun = {
  name: 'waveform, calibration run',
  args: [
    ...[...card('1e5', 2), '--fidelity', 'waveform', '--workers', '1'],
    ...['--set', 'trigger.menu.beam.prescale=50'],
  ],
};

const TURN = [kept, sampled, campaign, dropped];
/** Its calibration makes it ten times as long as the others. */
const WAVEFORM_EVERY = 25;

/** In turn, experiment by experiment, from 0. */
export const runOf = (experiment: number): KilledRun =>
  experiment % WAVEFORM_EVERY === WAVEFORM_EVERY - 1 ? waveform : TURN[experiment % TURN.length];
