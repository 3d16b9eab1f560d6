/**
 * What the analysis finds of a nature that it is not told: dimuons, how far efficiencies and electrons on target are from what it
 * believes, and the gains of its calibration.
 */
import { validation } from '../validation.js';
import { DIMUONS, dimuonRows } from './dimuons.js';
import { efficiencyRows, GHOSTS } from './efficiencies.js';
import { gainRows } from './gains.js';
import { HADRONS, hadronRows } from './hadrons.js';

export const nature = validation({
  name: 'nature',
  describes:
    'dimuons, efficiencies and gains in natures drawn from a seed, against what is believed',
  options: ['events', 'seed', 'workers'],
  usual: { events: `${DIMUONS} dimuons, ${HADRONS} hadrons, ${GHOSTS} ghosts` },
  run: async ({ seed, events, ...computing }) => ({
    rows: [
      ...(await dimuonRows(seed, events, computing)),
      ...(await hadronRows(seed, events, computing)),
      ...(await efficiencyRows(seed, events, computing)),
      ...(await gainRows(seed, computing)),
    ],
  }),
});
