/** What is said of a drawn nature that is hidden, and of who opens it. */

/** What stands in the place of the ledger while the nature of a run is hidden. */
export const HIDDEN =
  'Nature is drawn and hidden, and with it the ledger: spillway unblind opens both.';

/** Said before anything is shown of a drawn nature beside `unblind`: no run can tell that somebody has looked. */
export const opensNature = (cards: string, seed: string): string =>
  `warning: this opens the nature of runs of ${cards} with --nature drawn and the seed "${seed}", and what all runs share of it ` +
  'for any card with that seed; unlike spillway unblind it writes nothing down';
