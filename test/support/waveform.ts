/** Waveforms for tests: the digitiser on pulses given by hand, and its samples as rows of counts. */
import type { Card } from '../../src/core/card/index.js';
import type { FrontEnd } from '../../src/core/channels.js';
import { CHANNELS } from './channels.js';
import type { Id } from '../../src/core/id.js';
import { seedKey } from '../../src/core/random/index.js';
import { spillway } from '../../src/core/wire/messages.js';
import { unpackSamples } from '../../src/core/wire/samples.js';
import { PulseList } from '../../src/emulate/detector/pulses.js';
import { Digitiser } from '../../src/emulate/digitiser/index.js';
import { SEED } from './statistics.js';

/** No noise of any kind; the constants of the channels are as on the card. */
export const NOISELESS = [
  'detector.sampling.noise=0',
  'detector.sampling.commonNoise=0',
  'detector.sampling.jitter=0 ns',
];
/** Every spill has the gains of the beginning, without sag. */
export const STABLE = [
  'nature.electronics.gain.drift.channel=0',
  'nature.electronics.gain.drift.frontEnd=0',
  ...['ecal', 'hcal', 'veto', 'srd', 'counters'].map(
    (name) => `nature.electronics.gain.sag.loss.${name}=0`,
  ),
];

export const keyOf = (card: Card, spill = 1) => ({
  key: seedKey(SEED),
  run: card.run.number,
  spill,
});

export const digitiserOf = (card: Card, spill = 1, electrons = new Float64Array(0)) =>
  new Digitiser(card, keyOf(card, spill), electrons);

export const particle = (index: number, slice = 0): Id => ({
  spill: 1,
  slice,
  index,
  kind: 'particle',
});

export type Pulse = readonly [channel: number, energyGeV: number, timeNs: number];

export function pulseList(pulses: readonly Pulse[]): PulseList {
  const list = new PulseList();
  for (const [channel, energy, time] of pulses) list.add(channel, energy, time);
  return list;
}

export interface Rows {
  readonly phase: number;
  /** Samples by channel; those that were suppressed are not there. */
  readonly rows: ReadonlyMap<number, Uint16Array>;
}

/** Samples as they come back from the wire. */
export function readRows(body: Uint8Array, samples: number): Rows {
  const { waveforms } = spillway.Body.decode(body);
  if (!waveforms) throw new RangeError('no waveforms in this body');
  const channel = waveforms.channel ?? [];
  const all = unpackSamples(waveforms.samples as Uint8Array, channel.length * samples);
  const rows = new Map(channel.map((c, i) => [c, all.subarray(i * samples, (i + 1) * samples)]));
  return { phase: (waveforms.phasePs ?? 0) / 1000, rows };
}

/** One front end of an event that was begun, over the wire and back. */
export function digitise(
  card: Card,
  digitiser: Digitiser,
  name: FrontEnd,
  pulses: readonly Pulse[],
): Rows {
  const waveforms = digitiser.digitise(name, pulseList(pulses));
  const body = spillway.Body.encode({ waveforms }).finish();
  return readRows(body, card.detector.sampling.samples);
}

export const everyChannel = (name: FrontEnd): number[] =>
  Array.from({ length: CHANNELS[name] }, (_, c) => c);
