/** The set-up of a card, seen from above. */
import type { Belief } from '../../core/card/index.js';
import { fromAbove, outline, type Point, type Volume, volumesOf } from '../../core/geometry.js';
import type { SetUp, VolumeKind } from './shape.js';

type Detector = Belief['detector'];

export function setUpOf(detector: Detector): SetUp {
  const { position, magnets } = detector;
  const volumes = volumesOf(detector);
  const end = Math.max(...volumes.map(({ z }) => z[1]));
  const start = Math.min(...volumes.map(({ z }) => z[0]));
  const middle: Point = [0, position.magnets];
  return {
    volumes: volumes.map((volume) => ({
      ...{ name: volume.name, kind: kindOf(volume) },
      outline: outline(detector, volume),
    })),
    beam: [[0, start], middle, fromAbove(detector, 'bent', [0, end])],
    straight: [middle, [0, end]],
    ...{ bend: magnets.bend, pivot: position.magnets },
  };
}

/** By the key that places it. */
const KINDS: readonly (readonly [key: RegExp, kind: VolumeKind])[] = [
  [/\.tracker\b/, 'chamber'],
  [/\.hcal\./, 'hcal'],
  [/\.magnets$/, 'magnet'],
  [/\.vessel$/, 'vessel'],
  [/\.srd$/, 'srd'],
  [/\.ecal$/, 'ecal'],
  [/\.veto$/, 'veto'],
];

const kindOf = ({ key }: Volume): VolumeKind =>
  KINDS.find(([of]) => of.test(key))?.[1] ?? 'counter';
