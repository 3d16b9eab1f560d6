/**
 * Pile-up against the distance of the neighbour: how often an event that by its own energy would be taken is
 * lost, since an electron so far away adds its energy.
 */
import { nanoseconds } from '../../../core/ticks.js';
import { row, type ValidationRow } from '../row.js';
import type { Triple } from './sample.js';

/** ns. */
const EDGES = [0, 15, 20, 24, 26, 28, 32, 40, 60, 100];
/** GeV: the neighbour is an electron of the beam. */
const NEIGHBOUR = 60;
/** Allowed difference of the losses. */
const LOSSES = 0.02;

export class PileUpComparison {
  private readonly n = EDGES.map(() => 0);
  private readonly lost = { energy: EDGES.map(() => 0), waveform: EDGES.map(() => 0) };
  /** Lost in one of the two alone. */
  private readonly apart = EDGES.map(() => 0);

  /** @param loose largest energy in the ECAL of an event that is taken, GeV */
  constructor(private readonly loose: number) {}

  add({ physics, energy, waveform, particles: { id, particles } }: Triple): void {
    if (!physics) return;
    const own = particles?.find((p) => p.id === id);
    if (!own || (own.ecalGev ?? 0) >= this.loose) return;
    const others = (particles ?? []).filter((p) => p.id !== id && (p.ecalGev ?? 0) > 1);
    const near = others.filter((p) => distance(p) < EDGES[EDGES.length - 1]);
    if (near.length !== 1 || (near[0].ecalGev ?? 0) < NEIGHBOUR) return;
    const bin = EDGES.findLastIndex((edge) => distance(near[0]) >= edge);
    const e = energy.event.ecal >= this.loose;
    const w = waveform.event.ecal >= this.loose;
    this.n[bin]++;
    if (e) this.lost.energy[bin]++;
    if (w) this.lost.waveform[bin]++;
    if (e !== w) this.apart[bin]++;
  }

  rows(): ValidationRow[] {
    return EDGES.slice(0, -1).map((from, bin) => {
      const n = this.n[bin];
      const expected = this.lost.energy[bin] / n;
      const got = this.lost.waveform[bin] / n;
      const name = `lost to an electron ${from} to ${EDGES[bin + 1]} ns away (${n} events)`;
      const error = Math.sqrt(Math.max(1, this.apart[bin])) / n;
      const allowed = [expected - LOSSES, expected + LOSSES] as const;
      return row({
        name,
        role: 'out',
        expected,
        allowed,
        emulated: [got, error],
        source: 'fidelity energy',
      });
    });
  }
}

const distance = ({ timeTicks }: { timeTicks?: number | null }) =>
  nanoseconds(Math.abs(timeTicks ?? 0));
