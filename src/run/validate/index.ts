/**
 * The validations by name. A new one is one file of the shape `Validation` and one line here.
 */
import { backgrounds } from './backgrounds/index.js';
import { backgroundChain } from './backgrounds/chain.js';
import { beam } from './beam.js';
import { building } from './building.js';
import { chain } from './chain.js';
import { cluster } from './cluster/index.js';
import { coverage } from './coverage/index.js';
import { detectors } from './detectors/index.js';
import { ecal } from './ecal/index.js';
import { efficiency } from './efficiency/index.js';
import { faults } from './faults/index.js';
import { fidelity } from './fidelity/index.js';
import { fuzz } from './fuzz/index.js';
import { injection } from './injection/index.js';
import { kills } from './kills/index.js';
import { modes } from './modes.js';
import { nature } from './nature/index.js';
import { pileup } from './pileup/index.js';
import { primitives } from './primitives/index.js';
import { readout } from './readout.js';
import { references } from './references/index.js';
import { regions } from './regions.js';
import { signal } from './signal.js';
import { soak } from './soak/index.js';
import { tracker } from './tracker.js';
import { trigger } from './trigger/index.js';
import { waveform } from './waveform/index.js';
import type { Validation } from './validation.js';

/** From the whole chain to its links, in the order of the chain, what it does to a signal, and how far limits hold. */
export const VALIDATIONS: readonly Validation[] = [
  chain,
  regions,
  beam,
  tracker,
  ecal,
  detectors,
  trigger,
  primitives,
  modes,
  readout,
  building,
  faults,
  fuzz,
  kills,
  cluster,
  soak,
  waveform,
  fidelity,
  pileup,
  nature,
  signal,
  efficiency,
  coverage,
  injection,
  backgrounds,
  backgroundChain,
  references,
];
