/**
 * What a worker thread can be given. A new kind is one file of the shape `TaskKind` and one line here.
 */
import type { AnyKind } from '../task.js';
import { calibrationStep } from './calibrationStep.js';
import { displayed } from './displayed.js';
import { experiment } from './experiment.js';
import { fuzz } from './fuzz.js';
import { ghostPairs } from './ghostPairs.js';
import { ghosts } from './ghosts.js';
import { primitives } from './primitives.js';
import { replayed } from './replayed.js';
import { retrigger } from './retrigger.js';
import { shifted } from './shifted.js';
import { spill } from './spill.js';
import { toy } from './toy.js';
import { triggerMenus } from './triggerMenus.js';

export const KINDS: readonly AnyKind[] = [
  spill,
  calibrationStep,
  experiment,
  ghosts,
  replayed,
  displayed,
  retrigger,
  ghostPairs,
  primitives,
  shifted,
  triggerMenus,
  toy,
  fuzz,
];
