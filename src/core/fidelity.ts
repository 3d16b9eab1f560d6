/** Detail of raw events: energies and times of pulses, or the samples that they leave in the ADCs. */
export const FIDELITIES = ['energy', 'waveform'] as const;
export type Fidelity = (typeof FIDELITIES)[number];
