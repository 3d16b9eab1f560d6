/**
 * Validation of the trigger: two evaluators on the same vectors, and its turn-on curves.
 */
import { loadSingleCard } from '../../cards.js';
import { triggerMenus } from '../../executor/kinds/triggerMenus.js';
import { drain, results } from '../../pipeline.js';
import { row } from '../row.js';
import { validation } from '../validation.js';
import { type Comparison, menusFor, mergeComparisons } from './compare.js';
import { turnOnRows } from './turnOn.js';
import { FOCI } from './vectors.js';

/** Vectors, and particles behind each point of the curves. */
const VECTORS = 1_000_000;
const PARTICLES = 200_000;

export const trigger = validation({
  name: 'trigger',
  describes: 'two evaluators of the trigger on the same vectors; turn-on curves',
  options: ['events', 'seed', 'workers'],
  usual: { events: VECTORS },
  async run({ seed, events, executor, repeat, report }) {
    const vectors = events ?? VECTORS;
    const card = loadSingleCard('run3-2018', ['beam.intensity=7e6']);
    const menus = menusFor(vectors);
    const all: Comparison[] = [];
    const task = { kind: triggerMenus, job: { seed, vectors }, repeat };
    await drain(results(executor, task, Array(menus).keys()), ({ result }) => {
      all.push(result);
      if (all.length % Math.ceil(menus / 100) === 0) {
        report(`trigger: ${all.length} of ${menus} menus`);
      }
    });
    const result = all.reduce(mergeComparisons);
    const rows = FOCI.map((focus) => {
      const { vectors: n, disagreements } = result.byFocus[focus];
      const what = `evaluators agree: ${focus}, ${n} vectors`;
      return row({
        name: what,
        role: 'out',
        expected: 1,
        allowed: [1, 1],
        emulated: [1 - disagreements / n, 0],
        source: 'docs/trigger.md',
      });
    });
    report('trigger: turn-on');
    const document = {
      vectors: FOCI.reduce((sum, focus) => sum + result.byFocus[focus].vectors, 0),
      disagreements: FOCI.reduce((sum, focus) => sum + result.byFocus[focus].disagreements, 0),
      menus: result.menus,
      saturated: result.saturated,
      wrapped: result.wrapped,
      ...(result.first === null ? {} : { first: result.first }),
    };
    return {
      rows: [...rows, ...turnOnRows(card, seed, Math.min(PARTICLES, vectors))],
      document,
    };
  },
});
