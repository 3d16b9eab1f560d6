/** Plots against time or spill that are drawn often: uPlot on a canvas, as wide as there is room. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { colour, onTheme } from '../theme.js';

export interface Plot {
  readonly plot: uPlot;
  close(): void;
}

const FONT = '11px system-ui, sans-serif';

/** An axis in the colours of the page. */
export const axis = (more: uPlot.Axis): uPlot.Axis => ({
  stroke: () => colour('--muted'),
  font: FONT,
  labelFont: FONT,
  grid: { stroke: () => colour('--line'), width: 1 },
  ticks: { stroke: () => colour('--muted'), width: 1, size: 4 },
  ...more,
});

/** @param height pixels */
export function plot(
  into: HTMLElement,
  label: string,
  height: number,
  options: Omit<uPlot.Options, 'width' | 'height'>,
): Plot {
  const made = new uPlot(
    { width: Math.max(100, into.clientWidth), height, legend: { show: false }, ...options },
    options.series.map(() => []) as unknown as uPlot.AlignedData,
    into,
  );
  made.root.setAttribute('role', 'img');
  made.root.setAttribute('aria-label', label);
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width > 0 && width !== made.width) made.setSize({ width, height });
  });
  observer.observe(into);
  const release = onTheme(() => made.redraw(false));
  return {
    plot: made,
    close() {
      release();
      observer.disconnect();
      made.destroy();
    },
  };
}
