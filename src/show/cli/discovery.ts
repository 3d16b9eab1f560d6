/** Tables of a test of background alone; the first line of each is its head. */
import type { WorkspaceDiscovery } from '../../run/workspace.js';
import { digits } from '../digits.js';

export function discoveryTables(
  answer: WorkspaceDiscovery,
): readonly (readonly (readonly string[])[])[] {
  const { significance, goodnessOfFit: goodness, nuisances } = answer;
  const methods = Object.entries(significance);
  return [
    [
      ['background alone', ...methods.map(([name]) => name)],
      ['p-value', ...methods.map(([, { pValue }]) => digits(pValue, 4))],
      ['Z', ...methods.map(([, { z }]) => digits(z, 4))],
      ['q0', digits(answer.q0, 6), ...methods.slice(1).map(() => '')],
    ],
    [
      ['goodness of fit', 'saturated'],
      ['-2 ln L/L_perfect', digits(goodness.saturated, 5)],
      ['degrees of freedom', `${goodness.degreesOfFreedom}`],
      ['p-value, asymptotic', digits(goodness.asymptotic, 4)],
      ...(goodness.toys === null
        ? []
        : [
            [
              'p-value, toys',
              `${digits(goodness.toys.pValue, 4)} +- ${digits(goodness.toys.error, 2)}`,
            ],
          ]),
    ],
    [
      [
        'nuisance',
        'pull',
        'error/sigma',
        `correlation with ${answer.poi}`,
        'impact +1 sigma',
        '-1',
      ],
      ...nuisances.map((n) => [
        n.name,
        ...[n.pull, n.constrained, n.correlation, n.impactUp, n.impactDown].map((value) =>
          digits(value),
        ),
      ]),
    ],
  ];
}
