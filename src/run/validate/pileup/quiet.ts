/**
 * What one particle of each class does to the silence of VETO and HCAL in the gate of an electron: with the rates
 * of the classes and r(t), how silent they are at any intensity.
 */
import { isBeamElectron } from '../../../analyse/measured/electrons.js';
import { hasTrack } from '../../../analyse/measured/track.js';
import { reconstructPayload } from '../../../analyse/spill.js';
import { veto } from '../../../analyse/selection/activity.js';
import { beliefOf, type Card } from '../../../core/card/index.js';
import { seedKey } from '../../../core/random/index.js';
import { ticks } from '../../../core/ticks.js';
import { PayloadBuilder } from '../../../emulate/pileup.js';
import type { SpillKey } from '../../../emulate/streams.js';
import { ALL_COUNTERS } from '../../../emulate/target/fate.js';
import { BREMSSTRAHLUNG, CLASSES, classRates, ORDINARY } from '../../../emulate/target/index.js';
import { around, particlesOf } from '../alone.js';
import { companyExpected } from './neighbours.js';

/** Shares of gates in which the VETO, and VETO and HCAL, are silent. */
interface Silence {
  readonly veto: number;
  readonly both: number;
}

export interface Quiet {
  /** With the electron alone, as the beam trigger finds it: some have radiated upstream, and still pass for whole. */
  readonly alone: Silence;
  /**
   * Particles per beam electron, anywhere in the gate, that break the silence and leave the electron one that the
   * beam trigger finds: another electron in time, or a second track, takes the gate out of the count.
   */
  readonly breaking: Silence;
  /** Length of the gate, ns. */
  readonly gate: number;
}

/** Gates of an electron alone, for each that one of a class is put into. */
const MORE_ALONE = 10;

/** @param gates emulated of each class */
export function quietOf(card: Card, seed: string, gates: number): Quiet {
  const at: SpillKey = { key: seedKey(seed), run: card.run.number, spill: 0 };
  const { from, to } = card.analysis.cuts.veto.window;
  const rates = classRates(card);
  const alone = silences(card, at, MORE_ALONE * gates, ORDINARY, null);
  const radiated = silences(card, at, MORE_ALONE * gates, BREMSSTRAHLUNG, null);
  const breaking = { veto: 0, both: 0 };
  rates.forEach((rate, kind) => {
    if (rate === 0) return;
    // The same gates with one particle more: what it breaks is known gate by gate.
    const disturbed = silences(card, at, gates, ORDINARY, kind);
    breaking.veto += rate * broken(alone.tagged, alone.veto, disturbed.tagged, disturbed.veto);
    breaking.both += rate * broken(alone.tagged, alone.both, disturbed.tagged, disturbed.both);
  });
  const beam = [
    { rate: rates[ORDINARY], of: alone },
    { rate: rates[BREMSSTRAHLUNG], of: radiated },
  ];
  const tagged = weighted(beam, ({ tagged }, i) => tagged[i]);
  return {
    alone: {
      veto: weighted(beam, ({ tagged, veto }, i) => tagged[i] && veto[i]) / tagged,
      both: weighted(beam, ({ tagged, both }, i) => tagged[i] && both[i]) / tagged,
    },
    breaking,
    gate: to - from,
  };
}

/** Electrons of some kinds, per beam electron, whose gate is such. */
const weighted = (
  kinds: readonly { readonly rate: number; readonly of: Gates }[],
  is: (gates: Gates, i: number) => boolean,
): number =>
  kinds.reduce((sum, { rate, of }) => {
    const n = of.tagged.filter((_, i) => is(of, i)).length;
    return sum + (rate * n) / of.tagged.length;
  }, 0);

/** Of the gates found and silent those that are still found, and not silent any more. */
function broken(
  found: readonly boolean[],
  silent: readonly boolean[],
  stillFound: readonly boolean[],
  stillSilent: readonly boolean[],
): number {
  const before = stillSilent.map((_, i) => found[i] && silent[i]);
  const lost = before.filter((b, i) => b && stillFound[i] && !stillSilent[i]);
  return lost.length / Math.max(1, before.filter((b) => b).length);
}

/** Whether the beam trigger finds an electron in each gate, and which are silent. */
interface Gates {
  readonly tagged: boolean[];
  readonly veto: boolean[];
  readonly both: boolean[];
}

/** Gates of an electron of a class, each with a particle of another class in it, evenly over the times of the gate. */
function silences(
  card: Card,
  at: SpillKey,
  gates: number,
  electron: number,
  kind: number | null,
): Gates {
  const belief = beliefOf(card);
  const payloads = new PayloadBuilder(card, at);
  const { from, to } = card.analysis.cuts.veto.window;
  const own = { particles: particlesOf(card, at, 0, CLASSES[electron]), dt: 0 };
  const other = kind === null ? null : particlesOf(card, at, 1, CLASSES[kind]);
  const quiet: Gates = { tagged: [], veto: [], both: [] };
  for (let i = 0; i < gates; i++) {
    const id = { spill: 0, slice: 0, kind: 'particle', index: i } as const;
    const dt = ticks(from + ((i + 0.5) / gates) * (to - from));
    const here = other ? [own, { particles: other, dt }] : [own];
    const e = reconstructPayload(belief, payloads.build(around(here, i), 0, id));
    const fires = own.particles.fateOf(i).counters === ALL_COUNTERS;
    quiet.tagged.push(fires && isBeamElectron(e, belief) && hasTrack(e, belief));
    const silent = veto.passes(e, belief);
    quiet.veto.push(silent);
    quiet.both.push(silent && e.hcalTotal < belief.analysis.box.hcal);
  }
  return quiet;
}

/** Silence of the VETO, and of the HCAL where the VETO is silent, by rates of classes and r(t). */
export function silenceAt(
  card: Card,
  { alone, breaking, gate }: Quiet,
  seed: string,
): [number, number] {
  const left = (rate: number) => 1 - companyExpected(card, seed, 1, gate, rate);
  const veto = alone.veto * left(breaking.veto);
  return [veto, (alone.both * left(breaking.both)) / veto];
}
