/**
 * The registry of sub-detectors that have sampling-ADC channels, in the order of their fragments.
 */
import { counters } from './counters.js';
import { ecal } from './ecal.js';
import { hcal } from './hcal.js';
import { srd } from './srd.js';
import type { SubDetector } from './subdetector.js';
import { veto } from './veto.js';

export const SUB_DETECTORS: readonly SubDetector[] = [counters, srd, ecal, veto, hcal];
