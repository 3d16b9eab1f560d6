/** What stands in the place of the ledger while the nature of a run is hidden. */
export const HIDDEN =
  'Nature is drawn and hidden, and with it the ledger: spillway unblind opens both.';
