/**
 * The id of whatever can trigger: (spill, slice, index) of a beam particle, (spill, slice, `clock`,
 * index) of a clock trigger. It names the particle, not the trigger: another menu never changes it.
 */
export interface Id {
  /** From 1. */
  spill: number;
  /** 1 ms, from 0. */
  slice: number;
  kind: 'particle' | 'clock';
  /** In order of time, from 0. */
  index: number;
}

export function formatId(id: Id): string {
  const kind = id.kind === 'clock' ? 'clock/' : '';
  return `${id.spill}/${id.slice}/${kind}${id.index}`;
}

/** @returns null when the text is no id */
export function parseId(text: string): Id | null {
  const match = /^([1-9]\d{0,8})\/(\d{1,5})\/(clock\/)?(\d{1,9})$/.exec(text);
  if (!match) return null;
  return {
    spill: Number(match[1]),
    slice: Number(match[2]),
    kind: match[3] ? 'clock' : 'particle',
    index: Number(match[4]),
  };
}
