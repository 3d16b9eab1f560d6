/**
 * The limit on the kinetic mixing from the limit on signal events: N = EOT eff eps^2 Y, hence
 *
 *   eps_up = sqrt(s_up / (EOT eff Y))
 *
 * with Y = N_A'/EOT at eps = 1 (core/signal); eq. (3) of arXiv:1906.00176 for one run.
 *
 * @example eps(2.4, 2.84e11, 0.58, 1.2e-10 / 1e-8) = 3.485e-5 at 10 MeV
 */
export function eps(
  limitEvents: number,
  electronsOnTarget: number,
  efficiency: number,
  yieldAtEps1: number,
): number {
  return Math.sqrt(limitEvents / (electronsOnTarget * efficiency * yieldAtEps1));
}
