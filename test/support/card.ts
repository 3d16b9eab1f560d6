/** Cards for tests: a shipped one with some of its values set. */
import { readFileSync } from 'node:fs';
import { beliefOf, type Card, type ResolvedCard, resolveCard } from '../../src/core/card/index.js';

const read = (path: string) => readFileSync(path, 'utf8');

export const resolved = (overrides: readonly string[] = [], name = 'run3-2018'): ResolvedCard =>
  resolveCard(`config/${name}.yaml`, { read, overrides });

export const cardOf = (...overrides: string[]): Card => resolved(overrides).card;

export const beliefWith = (...overrides: string[]) => beliefOf(cardOf(...overrides));

/** An A' that exists: 1.4e-8 per electron. */
export const DARK_PHOTON = 'nature.darkPhoton={mass: 10 MeV, epsilon: 1e-3}';

/** No ripple, no spike: a Poisson process of constant rate. */
export const STEADY = ['beam.ripple=[]', 'beam.startSpike.probability=0'];
