/**
 * What every sub-detector keeps to, as one suite that runs against each entry of the registry and against a
 * new one before it has its line there.
 */
import * as assert from 'uvu/assert';
import type { Card } from '../../src/core/card/index.js';
import { Stream, seedKey } from '../../src/core/random/index.js';
import { spillway } from '../../src/core/wire/messages.js';
import { FRONT_ENDS, SUB_DETECTORS } from '../../src/emulate/detector/index.js';
import { PulseList } from '../../src/emulate/detector/pulses.js';
import type { SubDetector } from '../../src/emulate/detector/subdetector.js';
import { spillKey } from '../../src/emulate/spill.js';
import { Module, seek, seekNoise } from '../../src/emulate/streams.js';
import { CLASSES, drawFate, drawShower } from '../../src/emulate/target/index.js';
import { emptyFate, type Fate } from '../../src/emulate/target/fate.js';
import { SEED } from '../support/statistics.js';

export interface Pulse {
  readonly channel: number;
  readonly energy: number;
  readonly time: number;
}

const key = seedKey(SEED);

/** Longest delay of a pulse, ns: the drift in a straw is the longest there is. */
const LATEST = 200;
/** Noise lies within the gate that is read out, ns. */
const GATE = 500;

export function pulsesOf(detector: SubDetector, card: Card, fate: Fate, stream: Stream): Pulse[] {
  const found: Pulse[] = [];
  detector.respond(card, fate, stream, (channel, energy, time) =>
    found.push({ channel, energy, time }),
  );
  return found;
}

/** A complete particle of each class. */
export function* particles(
  card: Card,
  each: number,
): Generator<{ what: string; fate: Fate; i: number }> {
  const at = spillKey(card, key, 1);
  const stream = new Stream();
  for (const kind of CLASSES) {
    for (let i = 0; i < each; i++) {
      const fate = emptyFate();
      drawFate(card, kind, at, 1, i, stream, fate);
      drawShower(card, at, 1, i, stream, fate);
      yield { what: `${kind.name} ${i}`, fate, i };
    }
  }
}

/**
 * Energy that a particle can leave in a calorimeter, GeV: what it carries, with the response of iron and
 * scintillator to an electromagnetic shower and seven standard deviations of the coarsest resolution.
 */
const atMost = (momentum: number) =>
  1.3 * momentum + 7 * (0.6 * Math.sqrt(momentum) + 0.05 * momentum);

/** Whether there is such a channel; those without sampling ADCs number theirs otherwise. */
function isOwn(detector: SubDetector, card: Card, channel: number): boolean {
  const channels = detector.channels(card.detector);
  return channels === 0 || channel < channels;
}

type Check = (detector: SubDetector, card: Card) => void;

export const CONFORMANCE: Readonly<Record<string, Check>> = {
  'a name and a random stream of its own'({ name, module }) {
    assert.match(name, /^[a-z][a-zA-Z0-9]*$/);
    assert.ok(Number.isInteger(module) && module > 0 && module < 65536, `stream ${module}`);
    for (const other of FRONT_ENDS) {
      if (other.name === name) continue;
      assert.is.not(other.module, module, `the stream of ${other.name}`);
    }
    const inTable = Object.entries(Module).find(([, number]) => number === module);
    if (inTable) assert.is(inTable[0], name);
  },

  'each channel has a label that no other channel has'(detector, { detector: of }) {
    const { name } = detector;
    const channels = detector.channels(of);
    assert.ok(Number.isInteger(channels) && channels >= 0);
    const own = Array.from({ length: channels }, (_, c) => detector.label(c, of));
    assert.is(new Set(own).size, channels);
    assert.ok(own.every((text) => text.trim() !== ''));
    const others = SUB_DETECTORS.filter((d) => d.name !== name).flatMap((d) =>
      Array.from({ length: d.channels(of) }, (_, c) => d.label(c, of)),
    );
    assert.equal(
      own.filter((text) => others.includes(text)),
      [],
    );
  },

  'pulses lie in its own channels, are positive and finite, and do not come before or long after'(
    detector,
    card,
  ) {
    for (const { what, fate, i } of particles(card, 120)) {
      const stream = seek(new Stream(), spillKey(card, key, 1), 1, detector.module, i);
      for (const { channel, energy, time } of pulsesOf(detector, card, fate, stream)) {
        const pulse = `${what}: channel ${channel}, ${energy} GeV at ${time} ns`;
        assert.ok(Number.isInteger(channel) && channel >= 0, pulse);
        assert.ok(isOwn(detector, card, channel), pulse);
        assert.ok(energy > 0 && Number.isFinite(energy) && Math.abs(time) < LATEST, pulse);
      }
    }
  },

  'no particle leaves more energy than it brought, beyond the resolution'(detector, card) {
    if (detector.readOut) return; // Amplitudes, not energies.
    for (const { what, fate, i } of particles(card, 120)) {
      const stream = seek(new Stream(), spillKey(card, key, 2), 1, detector.module, i);
      const sum = pulsesOf(detector, card, fate, stream).reduce((s, p) => s + p.energy, 0);
      assert.ok(sum <= atMost(fate.momentum), `${what}: ${sum} GeV of ${fate.momentum}`);
    }
  },

  'the same particle and stream give the same, whatever came between, and the truth is left alone'(
    detector,
    card,
  ) {
    const all = [...particles(card, 20)];
    const answer = ({ fate, i }: (typeof all)[number]) =>
      pulsesOf(
        detector,
        card,
        fate,
        seek(new Stream(), spillKey(card, key, 1), 3, detector.module, i),
      );
    const before = structuredClone(all.map(({ fate }) => fate));
    const forward = all.map(answer);
    const backward = [...all].reverse().map(answer).reverse();
    assert.equal(backward, forward);
    assert.equal(
      all.map(({ fate }) => fate),
      before,
    );
  },

  'another stream gives another answer, where there is one'(detector, card) {
    const answers = (slice: number) =>
      [...particles(card, 30)].map(({ fate, i }) =>
        pulsesOf(
          detector,
          card,
          fate,
          seek(new Stream(), spillKey(card, key, 1), slice, detector.module, i),
        ),
      );
    const [one, two] = [answers(1), answers(2)];
    if (one.flat().length > 0) assert.not.equal(one, two);
  },

  'silent where nothing arrives'(detector, card) {
    const nothing = { ...emptyFate(), counters: 0, fired: 0, track: 0 };
    for (let i = 0; i < 300; i++) {
      const stream = seek(new Stream(), spillKey(card, key, 1), 2, detector.module, i);
      assert.equal(pulsesOf(detector, card, nothing, stream), []);
    }
  },

  'far from the axis it answers in its own channels, or not at all'(detector, card) {
    for (const { fate, i } of particles(card, 3)) {
      for (const x of [-5000, -300, -120, 120, 300, 5000]) {
        const away = {
          ...fate,
          x,
          y: -x,
          beamX: x,
          beamY: -x,
          em: 10,
          muons: [{ energy: 20, angleX: 0, angleY: 0 }],
          exits: 3,
          gamma: 9,
        };
        const stream = seek(new Stream(), spillKey(card, key, 1), 4, detector.module, i);
        for (const { channel, energy } of pulsesOf(detector, card, away, stream)) {
          assert.ok(channel >= 0 && isOwn(detector, card, channel));
          assert.ok(energy > 0 && Number.isFinite(energy));
        }
      }
    }
  },

  'its noise is finite, in its own channels and gate, and repeats'(detector, card) {
    for (let i = 0; i < 300; i++) {
      const noise = () => {
        const found: Pulse[] = [];
        const id = { slice: 2, kind: 'particle', index: i } as const;
        const stream = seekNoise(new Stream(), spillKey(card, key, 1), id, detector.module);
        detector.noise?.(card, stream, (channel, energy, time) =>
          found.push({ channel, energy, time }),
        );
        return found;
      };
      const found = noise();
      assert.equal(noise(), found);
      for (const { channel, energy, time } of found) {
        assert.ok(channel >= 0 && isOwn(detector, card, channel));
        assert.ok(energy !== 0 && Number.isFinite(energy) && Math.abs(time) <= GATE);
      }
    }
  },

  'what it reads out is a body that comes back from its bytes, and does not depend on the order of pulses'(
    detector,
    card,
  ) {
    const limits: { readonly [name: string]: number | undefined } = card.readout.zeroSuppression;
    const bodyOf = (found: readonly Pulse[]) => {
      const list = new PulseList();
      for (const p of found) list.add(p.channel, p.energy, p.time);
      const body = detector.readOut?.(card, list) ?? {
        energies: list.merged(card.readout.twoPulse, limits[detector.name] ?? 0),
      };
      return spillway.Body.encode(body).finish();
    };
    for (const { what, fate, i } of particles(card, 20)) {
      const stream = seek(new Stream(), spillKey(card, key, 1), 5, detector.module, i);
      const found = pulsesOf(detector, card, fate, stream);
      const bytes = bodyOf(found);
      assert.equal(bodyOf([...found].reverse()), bytes, `${what}: the order of its pulses`);
      const body = spillway.Body.decode(bytes);
      assert.equal(spillway.Body.encode(body).finish(), bytes);
      const { energies } = body;
      if (!energies) continue;
      const channel = energies.channel ?? [];
      assert.is(energies.energyKev?.length, channel.length);
      assert.is(energies.timePs?.length, channel.length);
      for (const [k, c] of channel.entries()) {
        assert.ok(c < detector.channels(card.detector));
        if (k > 0) assert.ok(c >= (channel[k - 1] as number), 'sorted by channel');
      }
    }
  },
};

/** Registers the suite for one sub-detector. */
export function conforms(
  test: (name: string, run: () => void) => void,
  detector: SubDetector,
  card: Card,
): void {
  for (const [what, check] of Object.entries(CONFORMANCE)) {
    test(`${detector.name}: ${what}`, () => check(detector, card));
  }
}
