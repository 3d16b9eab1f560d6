export { type Key, seedKey } from './key.js';
export { philox4x32 } from './philox.js';
export { fillNormal } from './noise.js';
export { Stream } from './stream.js';
