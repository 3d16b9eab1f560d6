import type { StoringFaultKind } from './fault.js';

export const slowConsumer: StoringFaultKind<'slowConsumer'> = {
  kind: 'slowConsumer',
  describes: 'the thread that journals waits behind each spill',
  isFatal: false,
  begin({ delay }, { wait, label }) {
    return {
      stored() {
        label({});
        wait(delay / 1e6);
      },
    };
  },
};
