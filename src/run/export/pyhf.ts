/** The likelihood of the limit as a workspace of pyhf. */
import { pyhfWorkspace } from '../../analyse/interchange/pyhf.js';
import { modelOf } from '../results/collect.js';
import type { Format } from './format.js';
import { countsOf } from './histograms.js';

export const pyhf: Format = {
  describes: 'the likelihood of the limit as a workspace of pyhf, at the first mass of the card',
  options: [],
  *files(run) {
    const counts = countsOf(run);
    const observed = run.record.unblinded ? [counts.counts.box] : null;
    const workspace = pyhfWorkspace(modelOf([counts]), observed, 'signal events in the box');
    yield { name: 'workspace.json', pieces: [`${JSON.stringify(workspace, null, 2)}\n`] };
  },
};
