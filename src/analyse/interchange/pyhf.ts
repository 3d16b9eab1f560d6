/**
 * A counting experiment as a workspace in pyhf's JSON (schema 1.0.0 of pyhf; HistFactory,
 * CERN-OPEN-2012-016), so that any program that reads these can repeat a limit.
 */
import { UsageError } from '../../core/errors.js';
import { exp } from '../../core/math.js';
import { type CountingModel, type Rates, ratesOf } from '../limits/index.js';

export interface Normfactor {
  readonly name: string;
  readonly type: 'normfactor';
  readonly data: null;
}

export interface Normsys {
  readonly name: string;
  readonly type: 'normsys';
  readonly data: { readonly hi: number; readonly lo: number };
}

export interface PyhfWorkspace {
  readonly channels: readonly {
    readonly name: string;
    readonly samples: readonly {
      readonly name: string;
      readonly data: readonly number[];
      readonly modifiers: readonly (Normfactor | Normsys)[];
    }[];
  }[];
  readonly observations: readonly { readonly name: string; readonly data: readonly number[] }[];
  readonly measurements: readonly {
    readonly name: string;
    readonly config: {
      readonly poi: string;
      readonly parameters: readonly {
        readonly name: string;
        readonly inits: readonly number[];
        readonly bounds: readonly (readonly [number, number])[];
      }[];
    };
  }[];
  readonly version: '1.0.0';
}

export const POI = 'mu';

/** Said in the name of the measurement, the one place for words that the schema has. */
export const ASIMOV = 'blinded: the observations are the prediction (Asimov data)';

/**
 * The interpolation with which a log-normal nuisance is exactly that, kappa^theta: pyhf's default, code4, follows it
 * only from |theta| = 1 on and is a polynomial of sixth order between.
 */
export const LOG_NORMAL = { normsys: { interpcode: 'code1' } } as const;

/**
 * Each channel becomes one of one bin with the samples `signal` and `background`; mu = 1 is the signal of the model. A
 * nuisance becomes a `normsys` with hi = kappa and lo = 1/kappa, which with `LOG_NORMAL` gives the likelihood of the
 * model itself.
 *
 * @param observed counts per channel; null while blinded: then the observations are the prediction, and the
 *   measurement is named so
 * @param title of the measurement
 * @throws UsageError for names that a workspace cannot tell apart
 */
export function pyhfWorkspace(
  model: CountingModel,
  observed: readonly number[] | null,
  title: string,
): PyhfWorkspace {
  const rates = ratesOf(model);
  const channels = model.channels.map(({ name }) => name);
  requireNames('channel', channels);
  requireNames('nuisance', rates.names);
  const counts = observed ?? [...rates.background];
  if (counts.length !== channels.length) {
    throw new UsageError({
      what: 'observations',
      got: `${counts.length}`,
      expected: `${channels.length}, one for each channel`,
    });
  }
  return {
    channels: channels.map((name, i) => ({
      name,
      samples: [
        {
          name: 'signal',
          data: [rates.signal[i]],
          modifiers: [
            { name: POI, type: 'normfactor', data: null },
            ...effects(rates, rates.lnKappaSignal, i),
          ],
        },
        {
          name: 'background',
          data: [rates.background[i]],
          modifiers: effects(rates, rates.lnKappaBackground, i),
        },
      ],
    })),
    observations: channels.map((name, i) => ({ name, data: [counts[i]] })),
    measurements: [
      {
        name: observed === null ? `${title}; ${ASIMOV}` : title,
        config: {
          poi: POI,
          parameters: [
            { name: POI, inits: [1 / rates.totalSignal], bounds: [[0, high(counts, rates)]] },
          ],
        },
      },
    ],
    version: '1.0.0',
  };
}

/** What no nuisance does to a sample is left out. */
function effects({ names, nuisances }: Rates, lnKappa: Float64Array, channel: number): Normsys[] {
  return names.flatMap((name, j): Normsys[] => {
    const effect = lnKappa[channel * nuisances + j];
    if (effect === 0) return [];
    return [{ name, type: 'normsys', data: { hi: exp(effect), lo: exp(-effect) } }];
  });
}

/** A signal far above any limit: twenty events, and ten times what was seen or expected. */
function high(counts: readonly number[], { totalBackground, totalSignal }: Rates): number {
  const seen = counts.reduce((sum, n) => sum + n, 0);
  return (20 + 10 * Math.max(seen, totalBackground)) / totalSignal;
}

function requireNames(what: string, names: readonly string[]): void {
  const wrong = names.find((name, i) => name === '' || name === POI || names.indexOf(name) !== i);
  if (wrong === undefined) return;
  throw new UsageError({
    what: `${what} "${wrong}"`,
    fault: 'no name for a workspace',
    expected: `a name of its own that is neither empty nor "${POI}"`,
  });
}
