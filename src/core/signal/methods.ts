import { UsageError } from '../errors.js';
import { formatQuantity } from '../units.js';
import { ELECTRON_MASS, NUCLEON_MASS } from './constants.js';
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
export function checkProcess(process: Process): void {
  const { mass, energy, target } = process;
  checkTarget(target);
  checkRange('energy', energy, ENERGIES);
  const heaviest = heaviestMass(process);
  checkRange(
    'mass',
    mass,
    MASSES,
    mass > heaviest
      ? `an electron of ${shown(energy)} makes none above ${shown(heaviest)} off this nucleus`
      : undefined,
  );
}

/** From which mass on the energy in the centre of mass, sqrt(M^2 + 2 M E + m_e^2), is not enough. GeV. */
function heaviestMass({ energy, target }: Process): number {
  const M = target.A * NUCLEON_MASS;
  return Math.sqrt(M * (M + 2 * energy) + ELECTRON_MASS * ELECTRON_MASS) - M - ELECTRON_MASS;
}

const shown = (value: number) => formatQuantity(Number(value.toPrecision(4)), 'energy');

function checkRange(
  what: string,
  value: number,
  [from, to]: readonly [number, number],
  next?: string,
): void {
  if (value >= from && value <= to) return;
  throw new UsageError({
    ...{ what, got: shown(value), expected: `${shown(from)} to ${shown(to)}` },
    ...(next === undefined ? {} : { next }),
  });
}
