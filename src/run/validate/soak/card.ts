/** The spills of a soak: short ones, and everything that can go wrong in them, each in a few of them. */
import type { Card } from '../../../core/card/index.js';
import { loadSingleCard } from '../../cards.js';
import { oneOfEach } from '../faults/each.js';

/** 3e4 electrons in half a second, as dense as nominal ones within a factor of 25, and some 200 events of the beam trigger. */
const OVERRIDES = ['beam.intensity=3e4', 'beam.spill=500 ms', 'trigger.menu.beam.prescale=100'];

const FAULTS = oneOfEach({ spills: 0.03, rate: 0.002, duration: 5e8, intensity: 3e4 });

export interface Soaked {
  readonly clean: Card;
  readonly struck: Card;
}

export function soakCards(seed: string): Soaked {
  const clean = loadSingleCard('run3-2018', OVERRIDES, seed);
  return { clean, struck: { ...clean, faults: FAULTS } };
}
