import type { FaultKind } from './fault.js';

export const lostFragment: FaultKind<'lostFragment'> = {
  kind: 'lostFragment',
  describes: 'a fragment does not come',
  strike: () => [],
};
