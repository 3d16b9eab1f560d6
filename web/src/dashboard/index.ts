/** What a shifter watches. */
import type { Live } from '../../../src/run/live/shape.js';
import { html } from '../dom.js';
import { followLive } from '../live.js';
import type { Page } from '../page.js';
import { alarms } from './alarms.js';
import { control } from './control.js';
import { cuts } from './cuts.js';
import { head } from './head.js';
import { knobs } from './knobs.js';
import { ledger } from './ledger.js';
import { limit } from './limit.js';
import { occupancy } from './occupancy.js';
import type { MakePanel, Panel } from './panel.js';
import { plane } from './plane.js';
import { spectrum } from './spectrum.js';
import { spill } from './spill.js';
import { strips } from './strips.js';

/** Of the HCAL: those that there are, along the beam; the zero-degree one is the last. */
const HCAL = ['HCAL1', 'HCAL2', 'HCAL3', 'HCAL0'];

const PANELS: readonly MakePanel[] = [
  spill,
  plane,
  ledger,
  strips,
  alarms,
  limit,
  spectrum({ area: 'srd', title: 'SRD', begin: 'srd' }),
  cuts,
  spectrum({ area: 'veto', title: 'VETO', begin: 'veto' }),
  occupancy({
    ...{ area: 'ecal', title: 'ECAL cells' },
    maps: [
      ['preshower-cells', 'preshower'],
      ['ecal-cells', 'ECAL behind it'],
    ],
  }),
  occupancy({
    ...{ area: 'hcal', title: 'HCAL cells' },
    maps: HCAL.map((name) => [`${name.toLowerCase()}-cells`, name] as const),
  }),
  spectrum({ area: 'more', title: 'Another spectrum', begin: 'ecal' }),
];

export const dashboard: Page = (into) => {
  const top = html('section', { class: 'head', 'aria-labelledby': 'run-name' });
  const grid = html('div', { class: 'grid' });
  into.append(top);
  const heading = head(top);
  const panels: Panel[] = [
    heading,
    control(top),
    knobs(into),
    ...PANELS.map((panel) => panel(grid)),
  ];
  into.append(grid);

  let latest: Live | undefined;
  let request = 0;
  // A hidden page gets no frame: what came last is drawn when it is seen again.
  const draw = () => {
    request = 0;
    if (latest) for (const panel of panels) panel.show(latest);
  };
  const leave = followLive(
    (live) => {
      latest = live;
      for (const panel of panels) panel.hear?.(live);
      if (request === 0) request = requestAnimationFrame(draw);
    },
    (state) => {
      into.dataset.connection = state;
      heading.connection(state);
    },
  );
  return () => {
    leave();
    cancelAnimationFrame(request);
    for (const panel of panels) panel.close?.();
  };
};
