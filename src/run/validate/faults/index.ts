/**
 * Validation of the monitors: faults in every other spill, found or not by what the analysis sees alone; the spills
 * between, and others in which nothing is wrong, must be as ever and without an alarm.
 */
import { clopperPearson } from '../../../core/beta.js';
import type { Card } from '../../../core/card/index.js';
import type { Mode } from '../../../core/mode.js';
import { mergeTally } from '../../../core/wire/tally.js';
import { loadSingleCard } from '../../cards.js';
import type { StoredSpill } from '../../executor/kinds/spill.js';
import { row, share, type ValidationRow } from '../row.js';
import { validation } from '../validation.js';
import { boxRows, NATURE } from './box.js';
import { CASES, type Case } from './cases.js';
import { efficiencyRows } from './efficiency.js';
import { changedEvents, EMPTY, type Score, scoreOf, withRaw } from './score.js';
import { eachSpill, type How, struckBy } from './spills.js';

/** Spills with each fault; as many clean ones as this many times, where no number is given. */
const STRUCK = 40;
const CLEAN = 20;
/** A spill of fewer electrons, and as many events of the prescaled beam trigger as one of the nominal ones has. */
const OVERRIDES = ['beam.intensity=3e5', 'trigger.menu.beam.prescale=3000'];
const LEVEL = 0.95;
/** Struck spills at most whose events, or box, are compared with those of the clean run. */
const COMPARED = 20;
/** What A' would be lost by. */
const MISSED = CASES.find(({ name }) => name === 'dead cell of the ECAL') as Case;

export const faults = validation({
  name: 'faults',
  describes: 'faults found by the monitors, and false alarms in clean spills',
  options: ['experiments', 'spills', 'seed', 'workers'],
  usual: { experiments: STRUCK, spills: `${CLEAN} for each experiment` },
  async run({ experiments, spills, ...how }) {
    const number = experiments ?? STRUCK;
    const card = loadSingleCard('run3-2018', OVERRIDES, how.seed);
    const rows: ValidationRow[] = [];
    how.report('faults: clean spills');
    // Those between struck ones are compared with them.
    const wanted = Math.max(spills ?? CLEAN * number, 2 * number);
    const clean = await cleanSpills(card, 'candidates', wanted, how);
    let behind = 0;
    let between = 0;
    for (const each of CASES) {
      how.report(`faults: ${each.name}`);
      const mode = each.every ? 'every' : 'candidates';
      const { hashes } = each.every ? await cleanSpills(card, mode, 2 * number, how) : clean;
      const done = await struckSpills(card, each, number, hashes, how);
      rows.push(...rowsOf(each, done.score));
      if (each.spares) rows.push(await sparedRow(card, each, number, how));
      behind += done.spoilt;
      between += number;
    }
    const others = `spills behind a fault that are not as without it, of ${between}`;
    rows.push(none(others, behind, 'hash of the spill, no alarm'), ...falseAlarms(clean));
    how.report("faults: A'");
    rows.push(...(await efficiencyRows(card, MISSED, number, how)));
    const dark = loadSingleCard('run3-2018', [...OVERRIDES, NATURE], how.seed);
    // What comes of the beam is another thing where the fault is the beam's.
    const ofReadout = CASES.filter(({ by }) => !by.includes('beam'));
    rows.push(...(await boxRows(dark, ofReadout, Math.min(number, COMPARED), how)));
    return { rows };
  },
});

interface Clean {
  readonly hashes: readonly string[];
  readonly alarmed: number;
  /** Without enough electrons of the beam trigger for their energy to be judged. */
  readonly unwatched: number;
}

async function cleanSpills(card: Card, mode: Mode, spills: number, how: How): Promise<Clean> {
  const hashes: string[] = [];
  let alarmed = 0;
  let few = 0;
  await eachSpill(card, mode, spills, how, ({ spillHash, alarms, unwatched }) => {
    hashes.push(spillHash);
    if (alarms.length > 0) alarmed++;
    if (unwatched.some(({ monitor }) => monitor === 'energy')) few++;
  });
  return { hashes, alarmed, unwatched: few };
}

/** @param clean hashes of the spills without the fault; @returns the score, and spills between that are not as these */
async function struckSpills(
  card: Card,
  each: Case,
  number: number,
  clean: readonly string[],
  how: How,
): Promise<{ score: Score; spoilt: number }> {
  const struck = struckBy(card, each, number);
  let score = EMPTY;
  let spoilt = 0;
  await eachSpill(struck, each.every ? 'every' : 'candidates', 2 * number, how, (done) => {
    if (done.spill % 2 === 1) score = mergeTally(score, scoreOf(each, done));
    else if (done.spillHash !== clean[done.spill - 1] || done.alarms.length > 0) spoilt++;
  });
  return { score, spoilt };
}

/** Late ones that come in time and copies spoil nothing: shown on a few spills, whose raw data are at hand at once. */
async function sparedRow(card: Card, each: Case, number: number, how: How): Promise<ValidationRow> {
  const spills = 2 * Math.min(number, COMPARED);
  const clean: StoredSpill[] = [];
  const keep = (done: StoredSpill) => clean.push(done);
  await eachSpill(card, 'candidates', spills, how, keep, 'keep');
  let changed = 0;
  let events = 0;
  const compare = (done: StoredSpill) => {
    const own = clean[done.spill - 1];
    changed += changedEvents(card, withRaw(own), withRaw(done));
    events += own.ledger.outcomes.recorded + own.ledger.clockTriggers.recorded;
  };
  await eachSpill(struckBy(card, each, number), 'candidates', spills, how, compare, 'keep');
  const name = `${each.name}: events neither flagged nor as in the clean run, of ${events}`;
  return none(name, changed, `header and bodies of ${spills} spills, byte by byte`);
}

function rowsOf({ name, recall, by, spoils }: Case, score: Score): ValidationRow[] {
  const source =
    by === 'events'
      ? 'its event is named by an alarm'
      : by === 'surplus'
        ? 'fragments that came twice or late'
        : `an alarm of ${by.join(' or ')}`;
  const [least] = clopperPearson(score.found, score.instances, LEVEL);
  const rows = [
    row({
      name: `${name}: found, of ${score.instances}`,
      role: 'out',
      expected: 1,
      allowed: [recall, 1],
      // What is asked is asked of what was found, without its error.
      emulated: [share(score.found, score.instances)[0], 0],
      source: `${source}; at ${100 * LEVEL} % above ${least.toFixed(3)}`,
    }),
    none(`${name}: ledgers that do not close, of ${score.spills}`, score.open, 'events named lost'),
  ];
  if (!spoils) return rows;
  const unflagged = `${name}: events spoilt and not flagged, of ${score.spoilt}`;
  return [...rows, none(unflagged, score.unflagged, 'labels of the truth')];
}

const none = (name: string, value: number, source: string): ValidationRow =>
  row({ name, role: 'out', expected: 0, allowed: [0, 0], emulated: [value, 0], source });

function falseAlarms({ hashes, alarmed, unwatched }: Clean): ValidationRow[] {
  const [, most] = clopperPearson(alarmed, hashes.length, LEVEL);
  return [
    row({
      name: `clean spills with an alarm, of ${hashes.length}`,
      role: 'out',
      expected: 0,
      allowed: [0, hashes.length / 1e4],
      emulated: [alarmed, 0],
      source: `below ${most.toPrecision(2)} per spill at ${100 * LEVEL} %`,
    }),
    none(`clean spills whose energy is not watched, of ${hashes.length}`, unwatched, 'said so'),
  ];
}
