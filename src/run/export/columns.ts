/** The columns of an event: one entry of this shape each. Units stand in the names. */
import type { ReconstructedEvent } from '../../analyse/reconstruction/index.js';
import { CUTS } from '../../analyse/selection/index.js';
import type { Card } from '../../core/card/schema.js';
import { srdModules, vetoSlabs } from '../../core/channels.js';
import { hcalModules } from '../../core/geometry.js';
import { TRIGGER_TYPES } from '../../core/wire/ledger.js';
import { type ExportedEvent, OF_SEALED } from './events.js';

export type ColumnType = 'BOOLEAN' | 'INT32' | 'DOUBLE' | 'STRING';
export type Value = boolean | number | string;

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly describes: string;
  /** Null where an event has none, and of a sealed event but for what every event has. */
  of(event: ExportedEvent): Value | null;
}

type Of = (e: ReconstructedEvent) => Value | null;

const open = (name: string, type: ColumnType, describes: string, of: Of): Column => ({
  ...{ name, type, describes },
  of: (event) => (event.open ? of(event.open.reconstructed) : null),
});

const GeV = (name: string, describes: string, of: Of): Column =>
  open(`${name}_GeV`, 'DOUBLE', describes, of);

/** The reconstruction writes 0 or -1 where there is none. */
const ofTrack = (name: string, describes: string, of: Of): Column =>
  open(name, 'DOUBLE', `of the first track${describes}; null without one`, (e) =>
    e.tracks > 0 ? of(e) : null,
  );
const ofHottest = (name: string, i: 0 | 1): Column =>
  open(name, 'INT32', 'hottest cell, from 0; null without energy', ({ hottest }) =>
    hottest[i] < 0 ? null : hottest[i],
  );
const numbers = (n: number) => Array.from({ length: n }, (_, i) => i);

/** As many of them as the detector has modules and slabs. */
export function columnsOf(detector: Card['detector']): readonly Column[] {
  const modules = hcalModules(detector);
  const onBeam = modules.filter(({ axis }) => axis === 'bent');
  const hasZeroDegree = modules.length > onBeam.length;
  return [
    { name: 'spill', type: 'INT32', describes: 'number of the spill, from 1', of: (e) => e.spill },
    { name: 'event', type: 'INT32', describes: 'number in the spill, from 1', of: (e) => e.event },
    {
      ...{
        name: 'time_ns',
        type: 'DOUBLE',
        describes: 'of the trigger since the start of the spill',
      },
      of: (e) => e.time,
    },
    ...TRIGGER_TYPES.map(
      (type, bit): Column => ({
        ...{ name: `is_${type}`, type: 'BOOLEAN', describes: `whether a ${type} trigger took it` },
        of: (e) => (e.type & (1 << bit)) !== 0,
      }),
    ),
    {
      ...{ name: 'triggers', type: 'INT32' },
      describes: 'that fired: bit i is name i of "triggers" beside these descriptions',
      of: (e) => e.triggers,
    },
    {
      ...{ name: 'flagged', type: 'BOOLEAN', describes: 'whether an alarm of a monitor names it' },
      of: (e) => e.flagged,
    },
    {
      ...{ name: 'bad_spill', type: 'BOOLEAN', describes: 'whether its spill counts for nothing' },
      of: (e) => e.badSpill,
    },
    {
      ...{ name: 'sealed', type: 'BOOLEAN' },
      describes: `whether it is sealed; of a sealed event there are ${OF_SEALED}`,
      of: (e) => e.open === null,
    },
    GeV('E_ECAL', 'both sections, in time', (e) => e.ecal),
    GeV('E_preshower', 'the preshower alone, in time', (e) => e.preshower),
    ofHottest('hottest_column', 0),
    ofHottest('hottest_row', 1),
    open(
      ...(['shower_chi2_ndf', 'DOUBLE'] as const),
      'lateral shape, per degree of freedom; null without energy',
      (e) => (e.ecal > 0 ? e.chi2 : null),
    ),
    GeV('E_HCAL', 'HCAL1..3 in the gate', (e) => e.hcalTotal),
    ...onBeam.map(({ name }, i) => GeV(`E_${name}`, 'in the gate', (e) => e.hcal[i])),
    ...onBeam.map(({ name }, i) =>
      GeV(`E_${name}_central`, 'cells about the beam, in the gate', (e) => e.hcalCentral[i]),
    ),
    GeV('E_HCAL0', 'at zero degrees, in time; null where no module stands there', (e) =>
      hasZeroDegree ? e.hcal0 : null,
    ),
    ...numbers(vetoSlabs(detector.veto)).map((i) =>
      GeV(`E_VETO${i + 1}`, 'slab in the gate', (e) => e.veto[i]),
    ),
    ...numbers(srdModules(detector.srd)).map((i) =>
      GeV(`E_SRD${i + 1}`, 'module in time', (e) => e.srd[i]),
    ),
    open('tracks', 'INT32', 'in time', (e) => e.tracks),
    ofTrack('momentum_GeV', '', (e) => e.momentum),
    ofTrack('angle_rad', ', to the axis', (e) => e.angle),
    ofTrack('track_chi2_ndf', ', per degree of freedom', (e) => e.trackChi2),
    open('straws_x', 'INT32', 'tubes in time in the first straw station', (e) => e.straws[0]),
    open('straws_y', 'INT32', 'tubes in time in the first straw station', (e) => e.straws[1]),
    {
      ...{ name: 'cuts_passed', type: 'INT32' },
      describes: `of the cut flow before the first that failed: ${CUTS.map(({ name }) => name).join('; ')}`,
      of: (e) => e.open?.selection.passed ?? null,
    },
    {
      ...{ name: 'regions', type: 'STRING' },
      describes: 'of the (E_ECAL, E_HCAL) plane, of a physics event, separated by ";"',
      of: (e) => e.open?.regions.join(';') ?? null,
    },
  ];
}
