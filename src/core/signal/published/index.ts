import { logLogInterpolation } from '../log-log.js';
import { NA64_2019 } from './na64-2019.js';

export { BABAR_2017 } from './babar-2017.js';
export { NA62_2019 } from './na62-2019.js';
export { NA64_2019 } from './na64-2019.js';
export type { PublishedLimit } from './published-limit.js';

/**
 * The published limit of NA64 at a mass, log-log between the digitised points.
 *
 * @throws outside the table, 1 MeV to 1.0056 GeV
 * @example publishedEps90(0.01) = 3.3e-5
 */
export const publishedEps90: (massGeV: number) => number = logLogInterpolation(
  `published limit of arXiv:${NA64_2019.arXiv}, ${NA64_2019.figure}`,
  NA64_2019.points,
);
