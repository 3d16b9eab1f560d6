/** Messages of the wire contract, from bytes that anything may have happened to. */

interface Codec<Message> {
  decode(bytes: Uint8Array): Message;
}

/**
 * Memory and time are bounded by the bytes: lengths are checked before anything is made of them, groups and messages
 * stand in each other a hundred deep at most.
 * @throws RangeError when the bytes are no message, or hold an integer beyond 2^53
 */
export function decodeMessage<Message>(codec: Codec<Message>, bytes: Uint8Array): Message {
  try {
    return codec.decode(bytes);
  } catch (error) {
    const { message } = error as Error;
    throw new RangeError(`no message of its kind: ${message}`, { cause: error });
  }
}
