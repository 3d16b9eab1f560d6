/** Readers of option values; what they refuse is a usage error. */
import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { readSeed } from '../../core/card/index.js';
import { describeProblem } from '../../core/errors.js';
import { type Dimension, parseQuantity } from '../../core/units.js';
import { parseRawData, type RawData } from '../../run/rawData.js';

export function wholeNumber(
  minimum: number,
  maximum = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  const to = maximum === Number.MAX_SAFE_INTEGER ? 'on' : `to ${maximum}`;
  return (text) => {
    const value = Number(text);
    if (!/^\d+(e\d+)?$/i.test(text) || !(value >= minimum && value <= maximum)) {
      throw new InvalidArgumentError(
        `got "${text}", expected a whole number from ${minimum} ${to}.`,
      );
    }
    return value;
  };
}

/** More threads than this for a processor only take each other's time: each one has to start, and holds a spill. */
const WORKERS_PER_PROCESSOR = 8;

export function workersOption(): Option {
  const processors = availableParallelism();
  return new Option('--workers <N>', 'worker threads')
    .argParser(wholeNumber(1, WORKERS_PER_PROCESSOR * processors))
    .default(processors, 'one for each processor');
}

/** A number of spills, or `all`. */
export function spillCount(text: string): number | 'all' {
  return text === 'all' ? 'all' : wholeNumber(0)(text);
}

export function confidence(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0.5 && value < 0.999)) {
    throw new InvalidArgumentError(`got "${text}", expected a level between 0.5 and 0.999.`);
  }
  return value;
}

/** As on a card. */
export function seed(text: string): string {
  const read = readSeed(text);
  if ('value' in read) return read.value;
  throw new InvalidArgumentError(`${describeProblem(read.problem)}.`);
}

export function rawData(text: string): RawData {
  const raw = parseRawData(text);
  if (raw) return raw;
  throw new InvalidArgumentError(
    `got "${text}", expected keep, drop, or a share of the spills such as sample:1%.`,
  );
}

/** A quantity with its unit, in base units. */
export function quantity(text: string, dimension: Dimension): number {
  try {
    return parseQuantity(text, dimension);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

/** Masses with their units, in GeV. @example massList('1MeV,10MeV') // [0.001, 0.01] */
export const massList = (text: string): number[] =>
  text.split(',').map((mass) => quantity(mass.trim(), 'energy'));

/** @example address('9100') // { host: '127.0.0.1', port: 9100 } */
export function address(text: string): { readonly host: string; readonly port: number } {
  const [, host = '127.0.0.1', port] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535) {
    throw new InvalidArgumentError(
      `got "${text}", expected a port, or an address and a port such as 0.0.0.0:9100.`,
    );
  }
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

/** Collects a repeatable option. */
export const collect = (value: string, before: string[] = []): string[] => [...before, value];
