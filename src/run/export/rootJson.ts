/** Histograms as ROOT's JSON, a file each: `jsroot` opens them, and `TBufferJSON::FromJSON`. */
import { rootHistogram } from '../../analyse/interchange/root.js';
import { type Format, provenanceOf } from './format.js';
import { countsOf } from './histograms.js';

export const rootJson: Format = {
  describes: 'histograms as JSON of ROOT (TH1D, TH2D), for JSROOT and TBufferJSON, a file each',
  options: [],
  *files(run) {
    const { histograms } = countsOf(run).counts;
    for (const histogram of histograms) {
      yield {
        name: `${histogram.name}.json`,
        pieces: [`${JSON.stringify(rootHistogram(histogram))}\n`],
      };
    }
    const about = {
      _typename: 'TNamed',
      fName: 'spillway',
      fTitle: JSON.stringify(provenanceOf(run)),
    };
    yield { name: 'spillway.json', pieces: [`${JSON.stringify(about)}\n`] };
  },
};
