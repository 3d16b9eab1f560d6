import type { CalibratedEvent } from '../calibration.js';

export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Calls back for every pulse of channels first <= c < end whose time (ns) lies in the window. */
export function inWindow(
  event: CalibratedEvent,
  first: number,
  end: number,
  window: Window,
  each: (channel: number, energy: number) => void,
): void {
  for (let i = 0; i < event.channel.length; i++) {
    const channel = event.channel[i];
    if (channel < first || channel >= end) continue;
    const time = event.time[i];
    if (time >= window.from && time <= window.to) each(channel - first, event.energy[i]);
  }
}
