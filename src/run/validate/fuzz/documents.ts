/** Lines with checksums, and documents in JSON. */
import {
  EFFICIENCY_SCHEMA,
  parseEfficiency,
  withoutLive,
} from '../../../analyse/combination/measured.js';
import { conditionsOf } from '../../../analyse/calibration/conditions.js';
import { decodeCalibration, encodeCalibration } from '../../../analyse/calibration/constants.js';
import { noDrift } from '../../../analyse/calibration/drift.js';
import { compile, histFactory, parseWorkspace } from '../../../analyse/limits/histfactory/index.js';
import { twiceNll } from '../../../analyse/limits/likelihood.js';
import { beliefOf } from '../../../core/card/index.js';
import type { Alarm } from '../../../analyse/monitors/index.js';
import { describeProblem, RunError, UsageError } from '../../../core/errors.js';
import { oneOf } from '../../../core/random/index.js';
import { ledgerGap } from '../../../core/wire/ledger.js';
import { parseCampaign } from '../../campaign.js';
import { RunControl } from '../../control/index.js';
import { STATES } from '../../control/table.js';
import { parseAnswer, parseRequest, parseState, REQUESTS } from '../../control/text.js';
import { runHash } from '../../digest.js';
import { sha256 } from '../../hash.js';
import { csvOf } from '../../scan/csv.js';
import { parsePoints, parseScan } from '../../scan/directory.js';
import { parseAxis } from '../../scan/grid.js';
import { parseJournal, parseRunRecord } from '../../store/directory.js';
import { segmentFile } from '../../store/layout.js';
import { readLine, writeLine } from '../../store/line.js';
import { readManifest } from '../../store/manifest.js';
import { unblindingFault } from '../../store/shape.js';
import { alarmsOf, badSpillsOf, parseSummary, sumLedgers } from '../../summary.js';
import { type Decoder, type Input, type Prepared, Wrong } from './decoder.js';
import { damaged, damagedValue } from './mutate.js';
import type { World } from './world.js';

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const refusesUsage = (error: unknown) => error instanceof UsageError;

/** Lines of JSON with their CRC, of which some are damaged, and some of these mended. */
function ofLines(
  lines: readonly object[],
  whole: (lines: readonly string[]) => string,
  decode: Prepared['decode'],
): Prepared {
  const original = bytesOf(whole(lines.map(writeLine)));
  return {
    originals: [original],
    decode,
    vary(stream) {
      if (stream.uniform() < 0.4) {
        return { bytes: damaged(original, stream, [original]), mended: false };
      }
      const victim = oneOf(lines, stream);
      const made = lines.map((line) => {
        if (line !== victim) return writeLine(line);
        const other = damagedValue(line, stream);
        return writeLine(typeof other === 'object' && other !== null ? other : { other });
      });
      return { bytes: bytesOf(whole(made)), mended: true };
    },
  };
}

/** A document without a checksum: its text is damaged, or its values. */
function ofDocument(documents: readonly unknown[], decode: (text: string) => void): Prepared {
  const originals = documents.map((document) => bytesOf(JSON.stringify(document)));
  return {
    originals,
    decode({ bytes }) {
      decode(textOf(bytes));
      return 'clean';
    },
    vary(stream, original): Input {
      const document = documents[(originals as Uint8Array[]).indexOf(original)];
      const bytes =
        stream.uniform() < 0.4
          ? damaged(original, stream, originals)
          : bytesOf(JSON.stringify(damagedValue(document, stream)) ?? '');
      return { bytes, mended: true };
    },
  };
}

/** What monitors say of a spill, with all that an alarm may have. */
const ALARMS: readonly Alarm[] = [
  { monitor: 'beam', severity: 'note', what: 'coincidences in a ms', value: 9.5, limit: 8 },
  {
    ...{ monitor: 'fragments', severity: 'bad', what: 'events that could not be built' },
    ...{ value: 4, limit: 0, events: [[1, 3] as const, [7, 7] as const] },
  },
];

const lineOf = ({ spills }: World, i: number) => {
  const { spill, spillHash, rawHash, ledger, raw } = spills[i];
  const files = { [segmentFile('raw', spill)]: [0, raw.length] };
  return { spill, spillHash, rawHash, ledger, ...(i > 0 && { alarms: ALARMS }), files };
};

const journal: Decoder = {
  name: 'journal',
  share: 5,
  prepare(world) {
    const lines = [lineOf(world, 0), lineOf(world, 1)];
    const known = new Set(lines.map((line) => JSON.stringify(line)));
    return ofLines(
      lines,
      (texts) => texts.map((text) => `${text}\n`).join(''),
      ({ bytes, mended }) => {
        const { journal: read, damage } = parseJournal('spills.jsonl', textOf(bytes));
        if (!mended && !read.every((line) => known.has(JSON.stringify(line)))) {
          throw new Wrong('a line that was never written');
        }
        sumLedgersOf(read);
        alarmsOf(read);
        badSpillsOf(read);
        for (const { ledger, files } of read) {
          ledgerGapOf(ledger);
          for (const [from, to] of Object.values(files))
            if (!(from <= to)) throw new Wrong('bytes');
        }
        return damage === null ? 'clean' : 'told';
      },
    );
  },
};

/** Sums beyond the exact integers are refused where they are taken. */
const within =
  <Args extends readonly unknown[]>(sum: (...args: Args) => unknown) =>
  (...args: Args): void => {
    try {
      sum(...args);
    } catch (error) {
      if (!(error instanceof RangeError && /exact integer/.test(error.message))) throw error;
    }
  };
const sumLedgersOf = within(sumLedgers);
const ledgerGapOf = within(ledgerGap);

const manifest: Decoder = {
  name: 'manifest',
  share: 4,
  prepare(world) {
    const hash = world.job.cardHash;
    const lines = ['card.yaml', 'raw/spill-000001.raw', 'run.json'].map((path, i) => ({
      ...{ path, size: 1000 * i, sha256: hash },
      ...(i === 1 ? {} : { blocks: '0123abcd' }),
    }));
    const known = new Set(lines.map((line) => JSON.stringify(line)));
    const whole = (texts: readonly string[]) => {
      const above = `{"schema":"spillway.manifest/1","files":[\n${texts.join(',\n')}\n`;
      return `${above}],"sha256":"${sha256(above)}"}\n`;
    };
    return ofLines(lines, whole, ({ bytes, mended }) => {
      const { entries, damaged: line } = readManifest(textOf(bytes));
      for (const entry of entries) {
        if (!mended && !known.has(JSON.stringify(entry))) {
          throw new Wrong('an entry that was never written');
        }
        if (/(^|\/)\.\.(\/|$)/.test(entry.path)) throw new Wrong('a file beside the directory');
      }
      return line === null ? 'clean' : 'told';
    });
  },
};

const unblinding: Decoder = {
  name: 'unblinding',
  share: 3,
  prepare({ job, spills: [{ spillHash }] }) {
    const line = {
      ...{ time: '2018-05-01T00:00:00.000Z', reason: 'figé', cardHash: job.cardHash },
      ...{ runHash: spillHash, version: '0.1.0', previous: null },
    };
    return ofLines(
      [line],
      ([text]) => text,
      ({ bytes, mended }) => {
        const read = readLine(textOf(bytes));
        if (unblindingFault(read) !== null) return 'told';
        if (!mended && JSON.stringify(read) !== JSON.stringify(line)) {
          throw new Wrong('never written');
        }
        return 'clean';
      },
    );
  },
};

const choices = {
  ...{ mode: 'every', fidelity: 'energy', evaluation: 'all', nature: 'nominal' },
  ...{ raw: 'keep', truth: false },
};

const record: Decoder = {
  name: 'run.json',
  share: 4,
  refuses: refusesUsage,
  prepare: ({ job, menuHash, card }) =>
    ofDocument(
      [
        {
          ...{ schema: 'spillway.run/1', version: '0.1.0', name: card.run.name, card: 'run3-2018' },
          ...{ run: 3, cardHash: job.cardHash, menuHash, seed: job.seed, ...choices, spills: 2 },
          ...{ state: 'done', reason: null, unblinded: false },
        },
      ],
      (text) => {
        const read = parseRunRecord('run.json', () => text);
        runHash(read, ['a']);
      },
    ),
};

const campaign: Decoder = {
  name: 'campaign',
  share: 2,
  refuses: refusesUsage,
  prepare: () =>
    ofDocument(
      [
        {
          ...{ schema: 'spillway.campaign/1', version: '0.1.0', name: 'na64', ...choices },
          ...{ runs: ['run1-2016', 'run2-2017'], spills: [1, 2] },
        },
      ],
      (text) => {
        const read = parseCampaign('run.json', text);
        for (const run of read?.runs ?? []) {
          if (run.includes('/') || run === '..') throw new Wrong('a run beside the directory');
        }
      },
    ),
};

const summary: Decoder = {
  name: 'summary.json',
  share: 2,
  refuses: (error) => error instanceof RunError,
  prepare: ({ spills: [{ spillHash, ledger }] }) =>
    ofDocument(
      [{ schema: 'spillway.summary/1', runHash: spillHash, rawHash: null, spills: 2, ledger }],
      (text) => {
        parseSummary('summary.json', text);
      },
    ),
};

const calibration: Decoder = {
  name: 'calibration.json',
  share: 0.6,
  refuses: (error) => error instanceof RangeError,
  prepare(world) {
    const belief = beliefOf(world.card);
    const original = bytesOf(encodeCalibration(world.calibration));
    return {
      ...ofDocument([world.calibration], () => {}),
      originals: [original],
      vary: (stream) =>
        stream.uniform() < 0.4
          ? { bytes: damaged(original, stream, [original]), mended: true }
          : {
              bytes: bytesOf(JSON.stringify(damagedValue(world.calibration, stream)) ?? ''),
              mended: true,
            },
      decode({ bytes }) {
        conditionsOf(
          belief,
          decodeCalibration(textOf(bytes), belief.detector),
          noDrift(belief.detector),
        );
        return 'clean';
      },
    };
  },
};

const share = { passed: 9, of: 10, value: 0.9, low: 0.8, high: 0.95 };

const efficiency: Decoder = {
  name: 'efficiency',
  share: 4,
  refuses: refusesUsage,
  prepare({ job }) {
    const masses = [0.001, 0.1].map((massGeV) => ({
      ...{
        massGeV,
        factors: [
          { name: 'geometry', ...share },
          { name: 'live', ...share },
        ],
      },
      total: share,
    }));
    const run = { name: 'run III', cardHash: job.cardHash, spills: 1, electrons: 100, masses };
    const document = {
      ...{ schema: EFFICIENCY_SCHEMA, version: '0.1.0', seed: 'x', fidelity: 'energy' },
      runs: [run],
    };
    return ofDocument([document], (text) => {
      const read = parseEfficiency(jsonOf(text));
      for (const { masses: of } of read.runs) for (const mass of of) withoutLive(mass);
    });
  },
};

/** As commands read it. @throws UsageError */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError({ what: 'JSON', fault: (error as Error).message });
  }
}

const workspace: Decoder = {
  name: 'workspace',
  share: 4,
  refuses: refusesUsage,
  prepare: () =>
    ofDocument([WORKSPACE], (text) => {
      const { model, data } = histFactory(compile(parseWorkspace(jsonOf(text))));
      const value = twiceNll(data.start, data, model);
      if (typeof value !== 'number') throw new Wrong('a likelihood that is no number');
    }),
};

/** With a modifier of each kind. */
const WORKSPACE = {
  channels: [
    {
      name: 'box',
      samples: [
        {
          name: 'signal',
          data: [1, 2],
          modifiers: [
            { name: 'mu', type: 'normfactor', data: null },
            { name: 'lumi', type: 'lumi', data: null },
          ],
        },
        {
          name: 'background',
          data: [5, 6],
          modifiers: [
            { name: 'norm', type: 'normsys', data: { hi: 1.1, lo: 0.9 } },
            { name: 'shape', type: 'histosys', data: { hi_data: [6, 6], lo_data: [4, 6] } },
            { name: 'stat', type: 'staterror', data: [0.5, 0.5] },
            { name: 'own', type: 'shapesys', data: [1, 1] },
          ],
        },
        {
          name: 'free',
          data: [1, 1],
          modifiers: [{ name: 'bins', type: 'shapefactor', data: null }],
        },
      ],
    },
  ],
  observations: [{ name: 'box', data: [6, 7] }],
  measurements: [
    {
      name: 'all',
      config: {
        poi: 'mu',
        parameters: [
          { name: 'mu', inits: [1], bounds: [[0, 10]] },
          { name: 'lumi', auxdata: [1], sigmas: [0.02], inits: [1], bounds: [[0.5, 1.5]] },
        ],
      },
    },
  ],
  version: '1.0.0',
};

const scan: Decoder = {
  name: 'scan.json',
  share: 3,
  refuses: refusesUsage,
  prepare: ({ job }) =>
    ofDocument(
      [
        {
          ...{ schema: 'spillway.scan/1', version: '0.1.0', name: 'run3-2018', card: 'run3-2018' },
          ...{ seed: job.seed, set: ['run.number=7'], raised: ['trigger.ecal.keep=88GeV'] },
          axes: [
            parseAxis('trigger.ecal.threshold=80GeV:88GeV:4GeV'),
            parseAxis('beam.intensity=1e6,3e7'),
          ],
          ...{ spills: 1, ghosts: 10, masses: [0.001], mode: 'every', fidelity: 'energy' },
          cardHashes: Array.from({ length: 6 }, () => job.cardHash),
          ...{ state: 'done', reason: null },
        },
      ],
      (text) => {
        const { axes, masses, cardHashes } = parseScan('scan.json', () => text);
        csvOf({ axes, masses, points: [] });
        if (cardHashes.length === 0) throw new Wrong('a scan without points');
      },
    ),
};

/** A value that is measured, and one of which there is nothing. */
const INTERVAL = { value: 0.9, low: 0.8, high: 0.95 };
const NOTHING = { value: null, low: null, high: null };

const points: Decoder = {
  name: 'points.jsonl',
  share: 3,
  prepare({ job, menuHash, spills: [{ spillHash }] }) {
    const axes = [parseAxis('trigger.ecal.threshold=80GeV,84GeV')];
    const masses = [0.001];
    const lines = [1, 2].map((point) => ({
      ...{ point, values: [76 + 4 * point], set: ['beam.intensity=1e5'] },
      ...{ cardHash: job.cardHash, menuHash, runHash: spillHash, spills: 2, badSpills: point - 1 },
      ...{ electronsOnTarget: 1e5, seconds: 4.8, triggers: 40, rateHz: INTERVAL },
      ...{ perElectron: NOTHING, live: share, recorded: 50, recordedHz: null, bytes: 9000 },
      bytesPerSecond: 1875,
      masses: [
        {
          ...{ massGeV: 0.001, efficiency: share, pileUpLoss: INTERVAL, gate: share },
          ...{ offline: share, limit: point === 1 ? null : { asymptotic: 1e-3, exact: 2e-3 } },
        },
      ],
    }));
    const known = new Set(lines.map((line) => JSON.stringify(line)));
    return ofLines(
      lines,
      (texts) => texts.map((text) => `${text}\n`).join(''),
      ({ bytes, mended }) => {
        const { lines: read, damage } = parsePoints(textOf(bytes), { axes, masses });
        if (!mended && !read.every((line) => known.has(JSON.stringify(line)))) {
          throw new Wrong('a point that was never written');
        }
        csvOf({ axes, masses, points: read });
        return damage === null ? 'clean' : 'told';
      },
    );
  },
};

const STATE = { state: 'in spill', asked: 'pause', reason: 'key p', underWay: 2 };

/** What another process asks for. */
const request: Decoder = {
  name: 'control-request',
  share: 2,
  refuses: refusesUsage,
  prepare: () =>
    ofDocument(
      REQUESTS.map((command) => ({ command })),
      (text) => {
        const command = parseRequest(text);
        const control = new RunControl();
        control.begin();
        if (command === 'resume') control.command('pause');
        control.command(command);
      },
    ),
};

/** What the process that writes a directory says of itself, and answers. */
const state: Decoder = {
  name: 'control-state',
  share: 2,
  prepare() {
    const problem = { what: 'run control, resume', got: 'in spill', expected: 'paused' };
    const documents = [STATE, { state: STATE }, { state: STATE, problem }];
    const found = ofDocument(documents, () => {});
    return {
      ...found,
      decode({ bytes }) {
        const text = textOf(bytes);
        const answer = parseAnswer(text);
        const own = answer?.state ?? parseState(text);
        if (own === null) return 'told';
        if (answer?.problem) describeProblem(answer.problem);
        if (!STATES.includes(own.state)) throw new Wrong('a state that there is not');
        return 'clean';
      },
    };
  },
};

export const DOCUMENT_DECODERS: readonly Decoder[] = [
  journal,
  manifest,
  unblinding,
  record,
  campaign,
  summary,
  calibration,
  efficiency,
  workspace,
  scan,
  points,
  request,
  state,
];
