/** A drawn nature that was opened, as a table. */
import type { OpenedNature } from '../../run/nature.js';
import { digits } from '../digits.js';
import { table } from './table.js';

/** In base units. A number that is nothing on the card stays nothing. */
export const natureTable = ({ values }: OpenedNature): string =>
  table(
    ['true parameter', 'path', 'of', 'card', 'drawn', 'drawn / card', 'width', 'source'],
    values.map(({ parameter, path, common, nominal, drawn, width, source }) => [
      parameter,
      path,
      common ? 'all runs' : 'this run',
      digits(nominal, 4),
      digits(drawn, 4),
      nominal === 0 ? '' : digits(drawn / nominal, 4),
      `${digits(100 * width)} %`,
      source,
    ]),
  );
