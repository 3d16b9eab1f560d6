/**
 * VETO and counters: minimum-ionising particles, and gates that hold none.
 */
import { reconstruct } from '../../../analyse/reconstruction/index.js';
import { veto as cut } from '../../../analyse/selection/activity.js';
import { beliefOf } from '../../../core/card/index.js';
import { below, Stream } from '../../../core/random/index.js';
import { counters, lossInCounter } from '../../../emulate/detector/counters.js';
import { veto } from '../../../emulate/detector/veto.js';
import { PAPER, row, share } from '../row.js';
import { loadSingleCard } from '../../cards.js';
import { answers, gates, mean, type Pulse, type Rows } from './drive.js';
import { eventWith } from './srd.js';

export const vetoRows: Rows = (drive) => {
  const card = loadSingleCard('run3-2018');
  const belief = beliefOf(card);
  drive.report('VETO');
  const { slabLength } = card.detector.veto;
  const seen = (pulses: readonly Pulse[]) => reconstruct(belief, eventWith('veto', pulses));
  const muons = (y: (stream: Stream) => number) => {
    let above = 0;
    const energies: number[] = [];
    const muon = (stream: Stream) => ({ mips: 1, exits: 1, y: y(stream) });
    for (const { pulses } of answers(drive, card, veto, muon)) {
      const event = seen(pulses);
      if (!cut.passes(event, belief)) above++;
      energies.push(1000 * event.veto[1]);
    }
    return { above: share(above, drive.events), energies };
  };
  const anywhere = muons((stream) => slabLength * (stream.uniform() - 0.5));
  const middle = muons(() => 0);
  const end = muons(() => 0.49 * slabLength);
  const [atEnd, errorEnd] = mean(end.energies);
  const [atMiddle, errorMiddle] = mean(middle.energies);
  let quiet = 0;
  for (const pulses of gates(drive, card, veto)) if (cut.passes(seen(pulses), belief)) quiet++;
  const { mip, width } = card.detector.veto;
  // Moyal's distribution: from the most probable loss its mean lies Euler's constant and ln 2 widths away, its
  // median 0.788.
  const loss = 1000 * mip * (1 + width * (0.5772157 + Math.LN2 - 0.788));
  return [
    row({
      name: 'VETO: one MIP is seen',
      role: 'out',
      expected: 0.999,
      allowed: [0.999, 1],
      emulated: anywhere.above,
      source: 'threshold of half a MIP',
    }),
    row({
      name: 'VETO: mean loss of a MIP, MeV',
      role: 'in',
      expected: loss,
      allowed: 0.01,
      emulated: mean(middle.energies),
      source: 'Landau, 5 cm',
    }),
    row({
      name: 'VETO: end of a slab over its middle',
      role: 'out',
      expected: 1,
      allowed: 0.01,
      emulated: [atEnd / atMiddle, Math.hypot(errorEnd, errorMiddle) / atMiddle],
      source: 'geometric mean of the tubes',
    }),
    row({
      name: 'VETO: quiet gates without pile-up',
      role: 'fit',
      expected: 0.97,
      allowed: 0.01,
      emulated: share(quiet, drive.events),
      source: `${PAPER}, of 0.94`,
    }),
  ];
};

export const counterRows: Rows = (drive) => {
  const card = loadSingleCard('run3-2018');
  const { efficiency, threshold } = card.detector.counters;
  drive.report('counters');
  const stream = new Stream().seek(drive.key, 1, 3, 0, 0);
  let above = 0;
  for (let i = 0; i < drive.events; i++) {
    if (lossInCounter(card.detector.counters, stream) > threshold) above++;
  }
  let agree = 0;
  const fired = (s: Stream) => ({ fired: below(64, s) });
  for (const { fate, pulses } of answers(drive, card, counters, fired)) {
    let over = 0;
    for (const [channel, energy] of pulses) if (energy > threshold) over |= 1 << channel;
    if (over === fate.fired) agree++;
  }
  return [
    row({
      name: 'counters: a MIP is above the threshold',
      role: 'out',
      expected: efficiency,
      allowed: 0.005,
      emulated: share(above, drive.events),
      source: 'card, fitted',
    }),
    row({
      name: 'counters: pulses agree with what fired',
      role: 'out',
      expected: 1,
      allowed: [1, 1],
      emulated: share(agree, drive.events),
      source: 'the discriminators',
    }),
  ];
};
