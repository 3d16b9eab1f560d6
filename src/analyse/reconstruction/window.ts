import type { Pulses } from '../calibration/event.js';

export interface Window {
  readonly from: number;
  readonly to: number;
}

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
