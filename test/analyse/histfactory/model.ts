/** Workspaces for tests. */
import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import {
  compile,
  histFactory,
  type Observation,
  parseSettings,
  parseWorkspace,
} from '../../../src/analyse/limits/histfactory/index.js';
import { UsageError } from '../../../src/core/errors.js';

/** Workspaces with the answers of pyhf; the file says how they were made. */
export const { cases: pyhfCases } = JSON.parse(
  readFileSync(new URL('../../golden/pyhf-histfactory.json', import.meta.url), 'utf8'),
);

/** The message with which a workspace or what is asked of it is refused. */
export async function refusal(ask: () => Promise<unknown>): Promise<string> {
  try {
    await ask();
  } catch (error) {
    assert.instance(error, UsageError);
    return (error as UsageError).message;
  }
  throw new Error('it was not refused');
}

export type Json = Record<string, unknown>;

export const mu = { name: 'mu', type: 'normfactor', data: null };

export const normsys = (name: string, hi: number, lo: number) => ({
  name,
  type: 'normsys',
  data: { hi, lo },
});

/** One channel with the samples signal and background. */
export function workspaceOf({
  signal = [2],
  background = [4],
  observed = [5],
  onSignal = [mu] as readonly Json[],
  onBackground = [] as readonly Json[],
  parameters = [] as readonly Json[],
  poi = 'mu',
} = {}) {
  return {
    channels: [
      {
        name: 'box',
        samples: [
          { name: 'signal', data: signal, modifiers: [...onSignal] as unknown[] },
          { name: 'background', data: background, modifiers: [...onBackground] as unknown[] },
        ],
      },
    ],
    observations: [{ name: 'box', data: observed }],
    measurements: [{ name: 'm', config: { poi, parameters: [...parameters] as unknown[] } }],
    version: '1.0.0',
  };
}

export function observationOf(workspace: unknown, settings?: unknown): Observation {
  const codes = settings === undefined ? undefined : parseSettings(settings);
  return histFactory(compile(parseWorkspace(workspace), codes));
}

/** All types of modifiers at once, with names shared across samples and channels. */
export const everything = {
  channels: [
    {
      name: 'search',
      samples: [
        {
          name: 'signal',
          data: [3, 5],
          modifiers: [
            mu,
            { name: 'lumi', type: 'lumi', data: null },
            normsys('scale', 1.2, 0.7),
            { name: 'shape', type: 'histosys', data: { hi_data: [3.5, 4.6], lo_data: [2.2, 5.9] } },
          ],
        },
        {
          name: 'free',
          data: [20, 10],
          modifiers: [
            { name: 'bins', type: 'shapefactor', data: null },
            { name: 'mc', type: 'staterror', data: [2, 1.5] },
          ],
        },
        {
          name: 'known',
          data: [8, 9],
          modifiers: [
            normsys('scale', 1.1, 0.95),
            { name: 'scale', type: 'histosys', data: { hi_data: [9, 9.5], lo_data: [7.5, 8] } },
            { name: 'lumi', type: 'lumi', data: null },
            { name: 'mc', type: 'staterror', data: [1, 0.7] },
            { name: 'counted', type: 'shapesys', data: [1.2, 2] },
          ],
        },
      ],
    },
    {
      name: 'control',
      samples: [
        {
          name: 'free',
          data: [40, 30],
          modifiers: [
            { name: 'bins', type: 'shapefactor', data: null },
            normsys('shape', 1.05, 1.02),
          ],
        },
      ],
    },
  ],
  observations: [
    { name: 'control', data: [43, 26] },
    { name: 'search', data: [35, 22] },
  ],
  measurements: [
    {
      name: 'm',
      config: {
        poi: 'mu',
        parameters: [
          { name: 'lumi', auxdata: [1.1], sigmas: [0.05], inits: [1.1], bounds: [[0.5, 1.5]] },
        ],
      },
    },
  ],
  version: '1.0.0',
};
