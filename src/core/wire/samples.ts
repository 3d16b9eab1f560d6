/**
 * Samples of 12 bits on the wire: two in three bytes, the first in the low bits. An odd last one fills two
 * bytes.
 */

export const SAMPLE_BITS = 12;
/** Largest sample: what a saturated ADC gives. */
export const MAX_SAMPLE = (1 << SAMPLE_BITS) - 1;

/** Bytes of so many samples. */
export const packedLength = (samples: number) => Math.ceil((3 * samples) / 2);

/**
 * @param samples integers from 0 to 4095
 * @param into written from its beginning, where it is given
 */
export function packSamples(
  samples: ArrayLike<number>,
  into: Uint8Array = new Uint8Array(packedLength(samples.length)),
): Uint8Array {
  const bytes = into.subarray(0, packedLength(samples.length));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let i = 0;
  // A pair is written at once, with a fourth byte that the next pair writes again.
  for (; i + 3 < samples.length; i += 2) {
    view.setUint32(at, samples[i] | (samples[i + 1] << SAMPLE_BITS), true);
    at += 3;
  }
  if (i + 1 < samples.length) {
    const pair = samples[i] | (samples[i + 1] << SAMPLE_BITS);
    bytes[at++] = pair;
    bytes[at++] = pair >> 8;
    bytes[at++] = pair >> 16;
  }
  if (samples.length % 2 === 1) {
    const last = samples[samples.length - 1];
    bytes[at++] = last;
    bytes[at] = last >> 8;
  }
  return bytes;
}

/** @throws RangeError when the bytes are not those of so many samples */
export function unpackSamples(bytes: Uint8Array, samples: number): Uint16Array {
  if (bytes.length !== packedLength(samples)) {
    throw new RangeError(
      `samples: got ${bytes.length} bytes, expected ${packedLength(samples)} for ${samples} samples`,
    );
  }
  const out = new Uint16Array(samples);
  for (let i = 0, at = 0; i < samples; i += 2, at += 3) {
    const low = bytes[at] | (bytes[at + 1] << 8);
    out[i] = low & MAX_SAMPLE;
    if (i + 1 < samples) out[i + 1] = (low >> SAMPLE_BITS) | (bytes[at + 2] << 4);
  }
  return out;
}
