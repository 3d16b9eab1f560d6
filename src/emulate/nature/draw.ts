/**
 * A nature of its own: the card of an emulated experiment with its true parameters moved within their uncertainties. The
 * analysis goes on with the card as it is.
 */
import { type Card, isWithin, rangeAt } from '../../core/card/index.js';
import { InternalError } from '../../core/errors.js';
import { exp } from '../../core/math.js';
import { type Key, Stream } from '../../core/random/index.js';
import { Module, seek, streamOf } from '../streams.js';
import { type Moved, type Parameter, PARAMETERS } from './parameters.js';

/** Deviations beyond so many standard deviations are drawn again: a card so far off would have been noticed. */
const MOST = 3;
/** A card whose own number is in range is left after a few. */
const TRIES = 1000;

/** A number of the card, as the card has it and as it is. */
export interface DrawnValue {
  readonly parameter: string;
  readonly path: string;
  readonly common: boolean;
  /** In base units (GeV, ns, mm, ...). */
  readonly nominal: number;
  readonly drawn: number;
  /** Standard deviation of the factor's logarithm, and where it comes from. */
  readonly width: number;
  readonly source: string;
}

export interface DrawnNature {
  /** What the emulator is given. */
  readonly card: Card;
  readonly values: readonly DrawnValue[];
}

/** A pure function of card and key; what is common to runs does not ask the number of the run. */
export function drawNature(card: Card, key: Key, parameters = PARAMETERS): DrawnNature {
  const values = parameters.flatMap((parameter) => draw(card, key, parameter));
  const drawn = values.reduce<unknown>(
    (inner, value) => replaced(inner, value.path.split('.'), value.drawn),
    card,
  );
  return { card: drawn as Card, values };
}

/** One factor for all numbers of a parameter, such that each stays in the range that a card allows it. */
function draw(card: Card, key: Key, parameter: Parameter): DrawnValue[] {
  const { name, moves, width, common, source } = parameter;
  const at = { key, run: common ? 0 : card.run.number, spill: 0 };
  const stream = seek(new Stream(), at, 0, Module.nature, streamOf(name));
  for (let i = 0; i < TRIES; i++) {
    const deviation = stream.normal();
    if (Math.abs(deviation) > MOST) continue;
    const factor = exp(width * deviation);
    const values = moves.map((move) => {
      const nominal = valueAt(card, move.path);
      return {
        parameter: name,
        path: move.path,
        common,
        nominal,
        drawn: moved(nominal, move, factor),
        width,
        source,
      };
    });
    if (values.every(({ path, drawn }) => isWithin(drawn, rangeAt(path)))) return values;
  }
  throw new InternalError(`nature: no value in range for ${name}`);
}

const moved = (nominal: number, { of }: Moved, factor: number): number =>
  of === 'value' ? nominal * factor : 1 - (1 - nominal) * factor;

function valueAt(card: Card, path: string): number {
  const value = path.split('.').reduce<unknown>((inner, key) => (inner as Section)?.[key], card);
  if (typeof value === 'number') return value;
  throw new InternalError(`nature: no number at ${path}`);
}

type Section = Readonly<Record<string, unknown>>;

/** The same section with another number at a path; what stands beside it is not copied. */
function replaced(section: unknown, [key, ...rest]: readonly string[], value: number): unknown {
  const inner = section as Section;
  return { ...inner, [key]: rest.length > 0 ? replaced(inner[key], rest, value) : value };
}
