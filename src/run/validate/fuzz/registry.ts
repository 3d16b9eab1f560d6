/** Every decoder of bytes and texts that come from outside. A new one is one entry here. */
import { CARD_DECODERS } from './cards.js';
import type { Decoder } from './decoder.js';
import { DOCUMENT_DECODERS } from './documents.js';
import { SEGMENT_DECODERS } from './segments.js';

export const DECODERS: readonly Decoder[] = [
  ...SEGMENT_DECODERS,
  ...DOCUMENT_DECODERS,
  ...CARD_DECODERS,
];
