// Rate, live time and selected events against the threshold on E_ECAL: the same spills each time.
//
//   node threshold.mjs [FROM TO STEP], in GeV
import { loadCard, mergeCounts, spills$ } from 'spillway';
import { lastValueFrom, scan } from 'rxjs';

const [from = 60, to = 80, step = 10] = process.argv.slice(2).map(Number);
const SPILLS = 2;

console.log('E_ECAL below | triggers/spill | recorded/spill | live fraction | pass all cuts/spill');
for (let threshold = from; threshold <= to; threshold += step) {
  const card = loadCard('run3-2018', [
    `trigger.ecal.threshold=${threshold}GeV`,
    'beam.intensity=1e6',
  ]);
  const total = await lastValueFrom(
    spills$({ card, spills: SPILLS }).pipe(
      scan(
        (sum, { counts, ledger }) => ({
          counts: sum === null ? counts : mergeCounts(sum.counts, counts),
          triggers: (sum?.triggers ?? 0) + ledger.triggers,
          live: (sum?.live ?? 0) + ledger.triggersLive,
        }),
        null,
      ),
    ),
  );
  const perSpill = (n) => (n / SPILLS).toFixed(1).padStart(10);
  const { counts, triggers, live } = total;
  const row = [perSpill(triggers), perSpill(counts.physics), (live / triggers).toFixed(4)];
  console.log(`${threshold} GeV`.padStart(12), '|', [...row, perSpill(counts.cutflow.at(-1))].join(' | '));
}
