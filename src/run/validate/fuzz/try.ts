/** Inputs made from their numbers, and what comes of each. */
import { oneOf, seedKey, Stream } from '../../../core/random/index.js';
import { type Decoder, type Input, type Prepared, Wrong } from './decoder.js';
import { damaged } from './mutate.js';
import { DECODERS } from './registry.js';
import { makeWorld, type World } from './world.js';

/** An input that takes longer hangs (s), or that takes more memory at once is a bomb (kB). */
export const BUDGET_S = 2;
export const BUDGET_KB = 128 * 1024;

export interface Verdict {
  /** Taken as a clean record, refused as documented (thrown, or told as a value), or why it is neither. */
  readonly outcome: 'clean' | 'refused' | 'failed';
  readonly what: string;
  readonly seconds: number;
}

/** A decoder with the inputs of a seed. */
export class Trial {
  private readonly prepared: Prepared;
  private readonly stream = new Stream();

  constructor(
    readonly decoder: Decoder,
    private readonly seed: string,
    world: World,
  ) {
    this.prepared = decoder.prepare(world);
    for (const bytes of this.prepared.originals) {
      // What is fuzzed is what works.
      if (this.prepared.decode({ bytes, mended: false }) !== 'clean') {
        throw new Wrong(`${decoder.name}: an input as it should be is not taken`);
      }
    }
  }

  /** Input n, from 0: a pure function of seed, decoder and n. */
  input(n: number): Input {
    const { stream } = this;
    const { originals, vary } = this.prepared;
    stream.seek(seedKey(`${this.seed}: ${this.decoder.name}`), n, 0, 0, 0);
    const original = oneOf(originals, stream);
    return (
      vary?.(stream, original) ?? { bytes: damaged(original, stream, originals), mended: false }
    );
  }

  /** @param budget s */
  judge(input: Input, budget = BUDGET_S): Verdict {
    const memory = process.resourceUsage().maxRSS;
    const from = performance.now();
    const used = process.cpuUsage();
    let outcome: Verdict['outcome'] = 'clean';
    let what = '';
    try {
      if (this.prepared.decode(input) === 'told') outcome = 'refused';
    } catch (error) {
      outcome = this.decoder.refuses?.(error) ? 'refused' : 'failed';
      what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
    // Of the clock and of the CPU time of all threads the less: neither a busy machine nor a second worker makes it slow.
    const { user, system } = process.cpuUsage(used);
    const seconds = Math.min((performance.now() - from) / 1000, (user + system) / 1e6);
    const more = process.resourceUsage().maxRSS - memory;
    if (seconds > budget) return { outcome: 'failed', what: `${seconds} s`, seconds };
    if (more > BUDGET_KB) return { outcome: 'failed', what: `${more} kB of memory`, seconds };
    return { outcome, what: what.slice(0, 300), seconds };
  }
}

const worlds = new Map<string, World>();

/** The world of a seed is made once. */
export function trialOf(name: string, seed: string): Trial {
  const decoder = DECODERS.find((one) => one.name === name);
  if (!decoder) throw new RangeError(`no decoder ${name}`);
  const world = worlds.get(seed) ?? makeWorld(seed);
  worlds.set(seed, world);
  return new Trial(decoder, seed, world);
}
