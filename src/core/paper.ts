/**
 * Numbers of the paper, D. Banerjee et al. (NA64), Phys. Rev. Lett. 123, 121801 (2019), arXiv:1906.00176: the one place
 * they stand in, beside those that cards take from it. Errors are one standard deviation.
 */

/** A number as a paper gives it. */
export interface Quoted {
  readonly value: number;
  readonly error: number | null;
  /** `<`: an upper limit; `~`: about so much; `>~`: so much or more. */
  readonly sign?: '<' | '~' | '>~';
  /** In a word or two, where it is not simply read from the paper. */
  readonly note?: string;
}

export interface QuotedWithError extends Quoted {
  readonly error: number;
}

export const exactly = (value: number): Quoted => ({ value, error: null });
export const within = (value: number, error: number): QuotedWithError => ({ value, error });
export const below = (value: number): Quoted => ({ value, error: null, sign: '<' });

/**
 * Total efficiency for an A', light and heavy, in its runs of low and of high intensity. Of the electrons per spill these
 * are those of run I and run III; where low intensity ends is not said: the last block of run I, 4.5e6 to 5e6, is
 * left out.
 */
export const PAPER_EFFICIENCY = {
  low: { light: within(0.69, 0.09), heavy: within(0.55, 0.07), from: 1.4e6, to: 3.5e6 },
  high: { light: within(0.53, 0.09), heavy: within(0.48, 0.08), from: 5e6, to: 9e6 },
} as const;

/** Our reading of light and heavy, GeV. */
export const LIGHT_GEV = 0.001;
export const HEAVY_GEV = 0.5;

/** Its factors; by the names that they have here. */
export const PAPER_FACTORS: Readonly<Record<string, Quoted>> = {
  geometry: exactly(0.97),
  trigger: within(0.95, 0.02),
  live: exactly(0.93),
  track: { ...exactly(0.83), sign: '~' },
  srd: { ...exactly(0.95), sign: '>~' },
  veto: exactly(0.94),
  hcal: exactly(0.94),
};

/** What pile-up leaves in runs of high intensity. */
export const PAPER_PILE_UP: Quoted = { ...exactly(0.92), sign: '~', note: 'high intensity' };

/** Electrons on target of each run, and whether it is of low or high intensity: which are the paper does not say. */
export const PAPER_RUNS = [
  { name: 'run I (2016)', electrons: 0.43e11, efficiency: PAPER_EFFICIENCY.low },
  { name: 'run II (2017)', electrons: 0.56e11, efficiency: PAPER_EFFICIENCY.low },
  { name: 'run III (2018)', electrons: 1.85e11, efficiency: PAPER_EFFICIENCY.high },
] as const;
export const PAPER_ELECTRONS = 2.84e11;

/** Events per electron on target. */
export const PAPER_RATES = {
  /** 3e6 events: the exponent is lost in the text at hand, this one fits the dimuons. */
  loose: { ...exactly(1.06e-5), note: 'exponent inferred' },
  selected: { ...exactly(5.6e-8), sign: '~' },
  /** From the cross section and the paper's efficiencies. */
  dimuons: { ...exactly(4.4e-6), sign: '~', note: 'derived' },
} as const satisfies Readonly<Record<string, Quoted>>;

/** Of the yield of A', from the dimuons; relative. */
export const PAPER_YIELD_SYSTEMATIC: Quoted = { ...exactly(0.1), sign: '~' };

/** Table I: events in the signal box of 2.84e11 electrons; by the names that the sources have on the cards. */
export const PAPER_BACKGROUNDS: Readonly<Record<string, Quoted>> = {
  dimuons: within(0.024, 0.007),
  'decays in flight': within(0.02, 0.01),
  'hadrons made in the beam line': within(0.43, 0.16),
  'hadrons made in the dump': below(0.044),
  'punch-through, cracks and holes': below(0.01),
};
export const PAPER_BACKGROUND = within(0.53, 0.17);

/** Events seen in the signal box. */
export const PAPER_OBSERVED = 0;
