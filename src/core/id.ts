/** What comes by the clock, not by the beam, in the order of its code on the wire (from 1). */
export const CLOCKS = ['random', 'pulser', 'led', 'pedestal'] as const;
export type Clock = (typeof CLOCKS)[number];

/**
 * The id of whatever can trigger: (spill, slice, index) of a beam particle, (spill, slice, clock,
 * index) of a clock trigger. It names the particle, not the trigger: another menu never changes it.
 */
export interface Id {
  /** From 1. */
  spill: number;
  /** 1 ms, from 0. */
  slice: number;
  kind: 'particle' | Clock;
  /** In order of time, from 0. */
  index: number;
}

/** Kinds of triggers that come with a flash of the LED. */
export const FLASHES: ReadonlySet<Id['kind']> = new Set(['pulser', 'led']);

export function formatId(id: Id): string {
  const kind = id.kind === 'particle' ? '' : `${id.kind}/`;
  return `${id.spill}/${id.slice}/${kind}${id.index}`;
}

const ID = new RegExp(`^([1-9]\\d{0,8})/(\\d{1,5})/(?:(${CLOCKS.join('|')})/)?(\\d{1,9})$`);

/** @returns null when the text is no id */
export function parseId(text: string): Id | null {
  const match = ID.exec(text);
  if (!match) return null;
  return {
    spill: Number(match[1]),
    slice: Number(match[2]),
    kind: (match[3] as Clock | undefined) ?? 'particle',
    index: Number(match[4]),
  };
}
