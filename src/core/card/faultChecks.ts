/** What must hold in the section `faults`. */
import { channelCounts } from '../channels.js';
import { formatQuantity } from '../units.js';
import { namedFaults } from './faults.js';
import { type Check, ordered } from './violation.js';

export const faultChecks: readonly Check[] = [
  function* channelsExist({ faults, detector }) {
    for (const [name, fault] of namedFaults(faults)) {
      if (!('channel' in fault)) continue;
      const { frontEnd, channel } = fault;
      const last = channelCounts(detector)[frontEnd] - 1;
      if (channel <= last) continue;
      const what = `faults.${name}`;
      yield [
        { what: `${what}.channel`, got: `${channel}`, expected: `0 to ${last} (${what}.frontEnd)` },
        { what: `${what}.frontEnd`, got: frontEnd, expected: `one with a channel ${channel}` },
      ];
    }
  },

  function* timesInTheSpill({ faults, beam }) {
    const end = ['beam.spill', beam.spill] as const;
    for (const [name, fault] of namedFaults(faults)) {
      const path = `faults.${name}`;
      if (fault.kind === 'cutShort') yield* ordered([`${path}.at`, fault.at], end, 'time');
      if (fault.kind === 'spike') yield* ordered([`${path}.start`, fault.start], end, 'time');
    }
  },

  function* delays({ faults }) {
    for (const [name, fault] of namedFaults(faults)) {
      if (fault.kind !== 'lateFragment') continue;
      const path = `faults.${name}.delay`;
      const { min, max } = fault.delay;
      yield* ordered([`${path}.min`, min], [`${path}.max`, max], 'time');
    }
  },

  /** A clock that is off by less than the tolerance slips nowhere. */
  function* slipsAreSeen({ faults, readout: { building } }) {
    for (const [name, fault] of namedFaults(faults)) {
      if (fault.kind !== 'clockSlip' || fault.by > building.tolerance) continue;
      const tolerance = formatQuantity(building.tolerance, 'time');
      yield [
        {
          what: `faults.${name}.by`,
          got: formatQuantity(fault.by, 'time'),
          expected: `more than ${tolerance} (readout.building.tolerance)`,
        },
      ];
    }
  },
];
