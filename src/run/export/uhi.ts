/** Histograms in the JSON of the Unified Histogram Interface, for boost-histogram, hist and uhi.io. */
import { uhiOf } from '../../analyse/interchange/uhi.js';
import { type Format, provenanceOf } from './format.js';
import { countsOf } from './histograms.js';

export const uhi: Format = {
  describes: 'histograms in the JSON of UHI, for boost-histogram and hist',
  options: [],
  *files(run) {
    const { program: _, version, ...metadata } = provenanceOf(run);
    const document = uhiOf(countsOf(run).counts.histograms, version, metadata);
    yield { name: 'histograms.json', pieces: [`${JSON.stringify(document)}\n`] };
  },
};
