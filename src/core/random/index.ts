export { binomial } from './binomial.js';
export { below, oneOf } from './choose.js';
export { isSeed, type Key, SEED, seedKey } from './key.js';
export { philox4x32 } from './philox.js';
export { fillExponential, fillNoise, fillNormal, fillWords, normalBeyond } from './fill.js';
export { Stream } from './stream.js';
