/** Names that stand on screens and in metrics. */
import { MONITORS as ALL } from '../../analyse/monitors/index.js';

export const MONITORS: readonly string[] = ALL.map(({ name }) => name);
