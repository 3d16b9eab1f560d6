import type { Pulses } from '../calibration/event.js';

export interface Window {
  readonly from: number;
  readonly to: number;
}

/** A window about the time of the trigger's particle (ns) instead of that of the trigger. */
export const about = ({ from, to }: Window, particle: number): Window => ({
  from: from + particle,
  to: to + particle,
});

/** Calls back for every pulse whose time (ns) lies in the window, edges included. */
export function inWindow(
  { channel, energy, time }: Pulses,
  window: Window,
  each: (channel: number, energy: number) => void,
): void {
  for (let i = 0; i < channel.length; i++) {
    if (time[i] >= window.from && time[i] <= window.to) each(channel[i], energy[i]);
  }
}
