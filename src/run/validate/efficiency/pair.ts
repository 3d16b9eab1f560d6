/** What is true of a muon pair in the HCAL. */
import type { Card } from '../../../core/card/index.js';
import { hcalGrid } from '../../../core/channels.js';
import { seedKey, Stream } from '../../../core/random/index.js';
import { hcal } from '../../../emulate/detector/hcal.js';
import { dimuon } from '../../../emulate/target/dimuon.js';
import { clearFate, emptyFate } from '../../../emulate/target/fate.js';
import { beamMomentum, drawImpact } from '../../../emulate/target/phaseSpace.js';
import { Module, seek } from '../../../emulate/streams.js';
import { type Measured, share } from '../row.js';

const PAIRS = 5000;

/** Share of the modules HCAL1..3 that a pair from the beam leaves above the threshold, and its error. */
export function hcalSeesPair(card: Card, seed: string): Measured {
  const at = { key: seedKey(seed), run: card.run.number, spill: 0 };
  const stream = new Stream();
  const fate = emptyFate();
  const { cells } = hcalGrid(card.detector.hcal);
  let seen = 0;
  let all = 0;
  for (let i = 0; i < PAIRS; i++) {
    const modules = [0, 0, 0, 0];
    seek(stream, at, 0, Module.hcal, i);
    clearFate(fate, beamMomentum(card.beam, stream.uniform(), stream.normal()));
    dimuon.draw(card, stream, fate);
    // Where the pair meets the HCAL matters: a module has cracks between its cells.
    drawImpact(card, fate, stream);
    hcal.respond(card, fate, stream, (channel, energy) => {
      modules[Math.floor(channel / cells)] += energy;
    });
    for (const module of modules.slice(0, 3)) {
      all++;
      if (module > card.analysis.regionI.module) seen++;
    }
  }
  return share(seen, all);
}
