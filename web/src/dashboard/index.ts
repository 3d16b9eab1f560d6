/** What a shifter watches. */
import type { Page } from '../page.js';
import { followLive } from '../live.js';

export const dashboard: Page = (into) => {
  const source = followLive(
    () => {},
    (state) => {
      into.dataset.connection = state;
    },
  );
  return () => source.close();
};
