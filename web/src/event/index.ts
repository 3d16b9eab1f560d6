/** One event as the set-up saw it. */
import type { Page } from '../page.js';

export const eventDisplay: Page = () => () => {};
