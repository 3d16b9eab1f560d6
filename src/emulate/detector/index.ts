/**
 * The registry of sub-detectors, in the order of their fragments.
 */
import { counters } from './counters.js';
import { ecal } from './ecal.js';
import { hcal } from './hcal.js';
import { srd } from './srd.js';
import type { SubDetector } from './subdetector.js';
import { tracker } from './tracker/index.js';
import { veto } from './veto.js';

/** Those with sampling-ADC channels. */
export const SUB_DETECTORS: readonly SubDetector[] = [counters, srd, ecal, veto, hcal];

/** All of them. */
export const FRONT_ENDS: readonly SubDetector[] = [...SUB_DETECTORS, tracker];
