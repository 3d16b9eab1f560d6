/**
 * A stored run against its own truth: are all events there, is E_ECAL what the particles left, and which classes the cut
 * flow is made of. The only reader of `truth/`. Sealed events stay sealed, also in a run whose box was opened: of them
 * only their number is said.
 */
import * as fs from 'node:fs';
import { buildSpill } from '../../analyse/building/index.js';
import { type Counts, isPhysics } from '../../analyse/counts.js';
import type { ReconstructedEvent } from '../../analyse/reconstruction/index.js';
import { CUTS, select } from '../../analyse/selection/index.js';
import { isSealed } from '../../analyse/selection/regions.js';
import { analyseSpill, type ReconstructEvent, reconstructPayload } from '../../analyse/spill.js';
import { beliefOf } from '../../core/card/index.js';
import { RunError, UsageError } from '../../core/errors.js';
import { nanoseconds } from '../../core/ticks.js';
import { RECORD, readSegment } from '../../core/wire/framing.js';
import { decodeMessage } from '../../core/wire/decode.js';
import { spillway } from '../../core/wire/messages.js';
import { crc32 } from '../hash.js';
import { isHidden } from '../nature.js';
import { type OpenRun, openRun, readingFile } from '../replay.js';
import { readSegmentOf } from '../store/directory.js';
import { hasRaw, segmentFile } from '../store/layout.js';
import { row, share, type ValidationRow } from './row.js';
import type { Validated } from './validation.js';

/** Classes whose E_ECAL is compared, and how many minimum-ionising particles each adds to what the truth has. */
const SUMS = [
  { kind: 'ordinary', mips: 0 },
  { kind: 'electro-nuclear', mips: 0 },
  { kind: 'dimuon', mips: 2 },
];
/** An event counts where all other particles are so far away that none stands in the window in part, ns. */
const FAR = 100;
/** Allowed: mean, of the true one; spread, GeV: noise of all cells, in samples also errors of the gains. */
const MEAN = 0.01;
const SPREAD = 1;

/** Of one class. */
class Off {
  n = 0;
  private truth = 0;
  private sum = 0;
  private squares = 0;
  add(seen: number, truth: number): void {
    this.n++;
    this.truth += truth;
    this.sum += seen - truth;
    this.squares += (seen - truth) * (seen - truth);
  }
  get mean(): number {
    return this.sum / this.n;
  }
  get rms(): number {
    return Math.sqrt(Math.max(0, this.squares / this.n - this.mean * this.mean));
  }
  get trueMean(): number {
    return this.truth / this.n;
  }
}

/**
 * @throws UsageError when it is no run directory, or its nature is hidden
 * @throws RunError when it has no truth, or no raw data, or what it has is damaged
 */
export function validateStored(
  directory: string,
  report: (what: string) => void = () => {},
): Validated {
  const run = openRun(directory);
  if (isHidden(run.record)) {
    throw new UsageError({
      where: directory,
      what: 'truth/',
      fault: 'its nature is drawn and hidden',
      next: 'spillway unblind opens it',
    });
  }
  const belief = beliefOf(run.card);
  const spills = run.journal.filter((line) => hasRaw(line) && hasTruth(run, line.spill));
  if (spills.length === 0) throw nothing(run);
  const off = SUMS.map(() => new Off());
  const composition = new Map<string, number[]>();
  const counted = CUTS.map(() => 0);
  let [events, matched, physics, known, sealed] = [0, 0, 0, 0, 0];
  for (const { spill } of spills) {
    const { counts, events: seen } = analysed(run, spill);
    const truths = truthOf(run, spill);
    sealed += counts.sealed;
    counts.cutflow.forEach((n, i) => {
      counted[i] += n;
    });
    for (const { number, event, type } of seen) {
      events++;
      const truth = truths.get(number);
      if (truth?.type !== type) continue;
      matched++;
      const own = truth.particles.find(({ id }) => id === truth.id);
      if (isPhysics(type)) {
        if (isSealed(event, belief)) continue;
        physics++;
        const kind = own?.kind ?? 'none';
        if (own) known++;
        const left = composition.get(kind) ?? CUTS.map(() => 0);
        const { passed } = select(event, belief);
        for (let i = 0; i < passed; i++) left[i]++;
        composition.set(kind, left);
      }
      const sum = SUMS.findIndex(({ kind }) => kind === own?.kind);
      if (!own || sum < 0 || !isAlone(truth)) continue;
      off[sum].add(event.ecal, (own.ecalGev ?? 0) + SUMS[sum].mips * belief.detector.ecal.mip);
    }
    report(`${directory}: spill ${spill}, ${events} events`);
  }
  const rows = [
    whole('events with their truth', matched, events, 'raw/ and truth/'),
    whole('open physics events with the particle that fired', known, physics, 'truth/'),
    ...SUMS.flatMap(({ kind }, i) => sumRows(kind, off[i])),
    ...CUTS.map((cut, i) => {
      const all = [...composition.values()].reduce((n, of) => n + of[i], 0);
      return row({
        ...{
          name: `cut flow by class: ${cut.name}`,
          role: 'out',
          source: 'counts of the analysis',
        },
        ...{ expected: counted[i], allowed: [counted[i], counted[i]], emulated: [all, 0] },
      });
    }),
  ];
  return {
    rows,
    document: { run: directory, spills: spills.length, sealed, ...table(composition) },
  };
}

const hasTruth = ({ directory, journal }: OpenRun, spill: number) => {
  const file = segmentFile('truth', spill);
  return file in journal[spill - 1].files && fs.existsSync(`${directory}/${file}`);
};

function nothing({ directory, record }: OpenRun): RunError {
  return record.truth
    ? new RunError({
        ...{ where: directory, what: 'spills with raw data and truth', fault: 'there are none' },
        next: `raw data were asked for with --raw ${record.raw}; a run with --raw keep keeps them`,
      })
    : new RunError({
        ...{ where: directory, what: 'truth/', fault: 'was not asked for' },
        next: 'a run with --truth has it',
      });
}

interface Analysed {
  readonly counts: Counts;
  /** Every event that was built, with the trigger types of its header, by number. */
  readonly events: readonly { number: number; type: number; event: ReconstructedEvent }[];
}

/** A spill through the analysis, the seal closed. */
function analysed(run: OpenRun, spill: number): Analysed {
  const belief = beliefOf(run.card);
  const file = `${run.directory}/${segmentFile('raw', spill)}`;
  const raw = readSegmentOf(run, 'raw', spill);
  if (!raw) throw new RunError({ where: file, fault: 'is not there', next: 'see spillway verify' });
  const seen = new Map<number, ReconstructedEvent>();
  const keep: ReconstructEvent = (of, bodies, conditions, tick, number) => {
    const event = reconstructPayload(of, bodies, conditions, tick);
    seen.set(number, event);
    return event;
  };
  return readingFile(file, () => {
    const { counts } = analyseSpill(belief, raw, crc32, 'closed', run.calibration, keep);
    const { events } = buildSpill(raw, crc32, belief.readout.building);
    return {
      counts,
      events: events.map(({ header }) => {
        const number = header.event ?? 0;
        return { number, type: header.type ?? 0, event: seen.get(number) as ReconstructedEvent };
      }),
    };
  });
}

function truthOf(run: OpenRun, spill: number): Map<number, spillway.Truth> {
  const file = `${run.directory}/${segmentFile('truth', spill)}`;
  const data = readSegmentOf(run, 'truth', spill);
  if (!data)
    throw new RunError({ where: file, fault: 'is not there', next: 'see spillway verify' });
  return readingFile(file, () => {
    const found = new Map<number, spillway.Truth>();
    for (const { type, body } of readSegment(data, crc32)) {
      if (type !== RECORD.truth) continue;
      const truth = decodeMessage(spillway.Truth, body);
      found.set(truth.event, truth);
    }
    return found;
  });
}

const isAlone = ({ id, particles }: spillway.Truth) =>
  particles.every((p) => p.id === id || Math.abs(nanoseconds(Number(p.timeTicks))) > FAR);

const whole = (name: string, n: number, of: number, source: string): ValidationRow => {
  const [emulated] = share(n, of);
  return row({
    ...{ name, role: 'out', expected: 1, allowed: [1, 1], emulated: [emulated, 0] },
    source: `${source}; ${n} of ${of}`,
  });
};

/** A class that the run has too little of has no row. */
function sumRows(kind: string, off: Off): ValidationRow[] {
  const { n, mean, rms, trueMean } = off;
  if (n < 2) return [];
  const about = MEAN * trueMean;
  return [
    row({
      ...{ name: `E_ECAL off from the truth, ${kind}, mean, GeV`, role: 'out', expected: 0 },
      ...{ allowed: [-about, about], emulated: [mean, rms / Math.sqrt(n)] },
      source: `truth/; ${n} events`,
    }),
    row({
      ...{ name: `E_ECAL off from the truth, ${kind}, width, GeV`, role: 'out', expected: 0 },
      ...{ allowed: [0, SPREAD], emulated: [rms, rms / Math.sqrt(2 * n)] },
      source: `noise of all cells; ${n} events`,
    }),
  ];
}

/** Open physics events by class after each cut, the classes in the order of their names. */
const table = (composition: ReadonlyMap<string, readonly number[]>) => ({
  composition: Object.fromEntries(
    CUTS.map(({ name }, i) => [
      name,
      Object.fromEntries([...composition].sort().map(([kind, of]) => [kind, of[i]])),
    ]),
  ),
});
