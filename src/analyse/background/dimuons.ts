/** (i) Muon pairs made in the dump that neither VETO nor HCAL sees: factorised. */
import { inQuadrature } from '../../core/in-quadrature.js';
import { log } from '../../core/math.js';
import type { Silences } from './seen.js';
import { estimateOf, limitOf, type Source, upperLimit } from './source.js';

/** Muon pairs below the box edge that the factors take. */
const ENOUGH = 100;
const FAR = 3;

/**
 * N(VETO and HCAL silent) = N(VETO silent, HCAL loud) x N(HCAL silent, VETO loud) / N(both loud): the first below the box edge, where
 * an HCAL is loud that sees the pair in all of its modules; the others beside the sealed set, as below the edge they are in it.
 * Beside it the pairs have less energy and more of them range out: the HCAL is silent more often.
 */
export const dimuons: Source = {
  name: 'dimuons',
  estimate({ seen: { muonsBelow, muonsBeside } }) {
    const [vetoSilent, vetoLoud] = [muonsBelow.silent[3], muonsBelow.loud[3]];
    const [hcalSilent, hcalLoud] = [muonsBeside.loud[0], muonsBeside.loud[3]];
    if (vetoLoud < ENOUGH || hcalLoud < ENOUGH) return null;
    const pull = silencesPull(muonsBelow);
    const { ratio, systematic } = carriedBelow(muonsBelow, muonsBeside);
    const rest = {
      method:
        'pairs below the box edge, all cuts but VETO and HCAL, times the silence of the VETO given the HCAL and that of the HCAL given the VETO',
      used: {
        'pairs below the box edge': vetoSilent + vetoLoud,
        'VETO silent': vetoSilent,
        'pairs beside the sealed set': hcalLoud,
        'HCAL silent': hcalSilent,
        'correlation of the silences, sigma': pull,
        'HCAL silent in part, below over beside': ratio,
      },
      warnings:
        Math.abs(pull) > FAR
          ? [
              `a silent VETO is ${pull > 0 ? 'more' : 'less'} frequent where fewer modules see the pair, ${pull.toFixed(1)} sigma`,
            ]
          : [],
    };
    if (vetoSilent === 0 || hcalSilent === 0) {
      const events = (upperLimit(vetoSilent) * upperLimit(hcalSilent)) / hcalLoud;
      return limitOf(events, true, rest);
    }
    const error = Math.sqrt(1 / vetoSilent + 1 / hcalSilent + 1 / hcalLoud);
    return estimateOf((vetoSilent * hcalSilent) / hcalLoud, error, systematic, rest);
  },
};

/** Pairs that one or two modules see, and those that all see: open on both sides of the seal. */
const inPart = ({ loud }: Silences) => ({ some: loud[1] + loud[2], all: loud[3] });

/**
 * How the silence of the HCAL changes from the pairs beside the sealed set to those below the box edge. That of the whole HCAL is sealed
 * below; that of one or two modules has the same cause, muons that range out, and is open. By as much as that one changes, and by as much
 * as the change is not known, the other may: an error of ln N. The value is not moved.
 */
function carriedBelow(below: Silences, beside: Silences): { ratio: number; systematic: number } {
  const [a, b] = [inPart(below), inPart(beside)];
  // Where none is silent in part one is assumed: the ratio is then as unknown as it looks.
  const [m, n] = [Math.max(1, a.some), Math.max(1, b.some)];
  const ratio = m / a.all / (n / b.all);
  return { ratio, systematic: inQuadrature(log(ratio), Math.sqrt(1 / m + 1 / n)) };
}

/** Difference of the shares of silent VETOs where one or two modules see the pair, and where all do, over its error. */
function silencesPull({ silent, loud }: Silences): number {
  const few = { silent: silent[1] + silent[2], of: silent[1] + silent[2] + loud[1] + loud[2] };
  const all = { silent: silent[3], of: silent[3] + loud[3] };
  if (few.of === 0 || all.of === 0) return 0;
  const p = (few.silent + all.silent) / (few.of + all.of);
  const error = Math.sqrt(p * (1 - p) * (1 / few.of + 1 / all.of));
  return error > 0 ? (few.silent / few.of - all.silent / all.of) / error : 0;
}
