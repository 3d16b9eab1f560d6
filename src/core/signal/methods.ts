import { UsageError } from '../errors.js';
import { formatQuantity } from '../units.js';
import type { CrossSection, Process } from './cross-section.js';
import { etl } from './etl.js';
import { iww } from './iww.js';
import { checkTarget } from './target.js';
import { ww } from './ww.js';

/** Levels of the cross section, the best first. */
export const METHODS = { etl, ww, iww } as const satisfies Record<
  string,
  (process: Process) => CrossSection
>;
export type Method = keyof typeof METHODS;

/** GeV: where the numbers are checked. */
const MASSES = [0.001, 1] as const;
const ENERGIES = [20, 300] as const;

/**
 * The cross section of a process.
 * @throws UsageError outside 1 MeV to 1 GeV and 20 to 300 GeV, and for what is no nucleus
 */
export function crossSection(method: Method, process: Process): CrossSection {
  checkProcess(process);
  return METHODS[method](process);
}

/** @throws UsageError as `crossSection` does */
export function checkProcess({ mass, energy, target }: Process): void {
  inRange('mass', mass, MASSES, `an A' of the energy of the electron or more is not made at all`);
  inRange('energy', energy, ENERGIES);
  checkTarget(target);
}

function inRange(
  what: string,
  value: number,
  [from, to]: readonly [number, number],
  next?: string,
) {
  if (value >= from && value <= to) return;
  const shown = (v: number) => formatQuantity(v, 'energy');
  throw new UsageError({
    ...{ what, got: shown(value), expected: `${shown(from)} to ${shown(to)}` },
    ...(next === undefined ? {} : { next }),
  });
}
