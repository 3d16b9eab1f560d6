import type { ConstraintKind } from './constraints.js';
import type { ModifierType } from './schema.js';

/** Types of modifiers that may share a name share a family. */
export type Family = 'normfactor' | 'alpha' | 'lumi' | 'shapefactor' | 'shapesys' | 'staterror';

export const FAMILY: Readonly<Record<ModifierType, Family>> = {
  normfactor: 'normfactor',
  normsys: 'alpha',
  histosys: 'alpha',
  lumi: 'lumi',
  shapefactor: 'shapefactor',
  shapesys: 'shapesys',
  staterror: 'staterror',
};

/** What goes by one name: one parameter, or one per bin. */
export interface ParameterSet {
  readonly name: string;
  readonly family: Family;
  readonly size: number;
  readonly inits: readonly number[];
  readonly bounds: readonly (readonly [number, number])[];
  readonly fixed: readonly boolean[];
  /** Null: it is free. `scale`: sigma of a normal, tau of a Poisson constraint. */
  readonly constraint: {
    readonly kind: ConstraintKind;
    readonly auxiliary: readonly number[];
    readonly scale: readonly number[];
  } | null;
}
