/** Histograms, cut flow, regions and limits of a run as a submission to HEPData. */
import { hepdataFiles } from '../../analyse/interchange/hepdata/index.js';
import { histogramTable } from '../../analyse/interchange/histogram.js';
import type { ResultTable } from '../../analyse/interchange/table.js';
import { estimateLimit } from '../../analyse/limit.js';
import { REGIONS } from '../../analyse/selection/regions.js';
import { submissionOf } from '../results/document.js';
import { mixing } from '../results/mixing.js';
import { cutflowOf, namedRows, type Row } from '../summary.js';
import { type Format, provenanceOf } from './format.js';
import { countsOf } from './histograms.js';

export const hepdata: Format = {
  describes: 'histograms, cut flow, regions and limits as a submission to HEPData',
  options: [],
  *files(run) {
    const runCounts = countsOf(run);
    const { counts } = runCounts;
    const { unblinded } = run.record;
    const { limit } = estimateLimit([runCounts], { unblinded });
    const { version, card, cardHash, seed, spills } = provenanceOf(run);
    const made = `Spillway ${version}, card ${card}, card hash ${cardHash.slice(0, 8)}, seed ${seed}, spills ${spills}`;
    const events = unblinded ? 'Physics events' : 'Open physics events';
    const seal = unblinded ? '' : ' Sealed events stand in none of the bins.';
    const tables = [
      mixing.table(limit),
      rowsTable('cutflow', 'Cut flow', `${events} that pass each cut`, cutflowOf(counts)),
      rowsTable(
        ...(['regions', 'Regions', `${events} in each region`] as const),
        namedRows(REGIONS, counts.regions),
      ),
      ...counts.histograms.map((histogram) =>
        histogramTable(histogram, {
          ...{ name: histogram.name, location: '' },
          description: `${histogram.title}.${seal}`,
        }),
      ),
    ].filter(({ dependent: [{ values }] }) => values.length > 0);
    for (const [name, content] of hepdataFiles(submissionOf(tables, made))) {
      yield { name, pieces: [content] };
    }
  },
};

const rowsTable = (
  file: string,
  name: string,
  description: string,
  rows: readonly Row[],
): ResultTable => ({
  ...{ file, name, location: '', description },
  independent: [{ name: 'Step', unit: '', values: rows.map((row) => row.name) }],
  dependent: [{ name: 'Events', unit: '', values: rows.map((row) => row.events) }],
});
