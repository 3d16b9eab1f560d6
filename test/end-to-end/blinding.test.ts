/**
 * Non-interference of the sealed set through the whole command line: every derived output is the same to the byte
 * when the reconstructed values of the sealed events are exchanged for others, of which 0, 1 and 17 would pass every
 * cut. The exchange stands at the root: module hooks put it around the reconstruction itself, so that whatever reads
 * raw data again, or makes events again, meets the exchanged values. With the seal off the same outputs differ, or it
 * is said here why they cannot.
 */
import * as fs from 'node:fs';
import { register } from 'node:module';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ReconstructedEvent } from '../../src/analyse/reconstruction/event.js';
import { resolved } from '../support/card.js';
import { MANY_SEALED } from '../support/sealed.js';

register('../support/exchanged/hooks.js', import.meta.url);
const { keyOf, state } = await import('../support/exchanged/state.js');
const {
  command,
  exchange: exchangeAll,
  isRaw,
  standStill,
} = await import('../support/exchanged/harness.js');
const { spillway } = await import('../../src/show/cli/program.js');
const { FORMATS } = await import('../../src/run/export/index.js');
const { filesBelow } = await import('../../src/run/store/manifest.js');
const { beliefOf } = await import('../../src/core/card/index.js');
const { seedKey } = await import('../../src/core/random/index.js');
const { isPhysics } = await import('../../src/analyse/counts.js');
const { isSealed } = await import('../../src/analyse/selection/regions.js');
const { reconstructPayload } = await import('../../src/analyse/spill.js');
const { emulateSpill } = await import('../../src/emulate/spill.js');

const SPILLS = 2;
const SET = MANY_SEALED.flatMap((setting) => ['--set', setting]);
const RUN = 'run';

/** The true values of the sealed events, and where they are. */
const sealed: { own: ReconstructedEvent; spill: number; event: number }[] = [];
const { card } = resolved(MANY_SEALED);
const belief = beliefOf(card);
for (let spill = 1; spill <= SPILLS; spill++) {
  for (const { header, bodies } of emulateSpill(card, seedKey(card.run.seed), spill).events) {
    const own = reconstructPayload(belief, bodies);
    const isIn = isPhysics(header.type as number) && isSealed(own, belief);
    if (isIn) sealed.push({ own, spill, event: header.event as number });
  }
}
const [first] = sealed;
const where = ['--spill', `${first?.spill}`, '--event', `${first?.event}`];

standStill();

const exchange = (passing: number | null) =>
  exchangeAll(
    sealed.map(({ own }) => own),
    belief,
    passing,
  );

/** One line of the registry. */
interface Output {
  readonly args: readonly string[];
  /** A directory whose files are outputs as well. */
  readonly files?: string;
  /** Why it is the same also with the seal off. */
  readonly same?: string;
  /** Takes long, and is made from the checkpoint that all the others are made from: not compared with 0 and 1. */
  readonly isSlow?: boolean;
}

const NO_EVENTS = 'says nothing of what events are';
const NOT_ANALYSED =
  'says ledger and alarms, which nothing reconstructed of a sealed event goes into';
const NOT_EXCHANGED = 'has cells, and tracks of a fit, which are not exchanged';
const NOT_IN_SIDEBANDS =
  'the sidebands that limits come from lie outside the sealed region, and the box is not looked at';

const RUN_ARGS = ['run', 'run3-2018', ...SET, '--spills', `${SPILLS}`, '--truth', '--workers', '1'];
// The yield of this mass is soon computed.
const THROTTLE = ['--readout', 'throttle', '--ghosts', '0', '--masses', '1GeV'];
const SCAN = [
  ...['scan', 'run3-2018', ...SET, '--vary', 'trigger.ecal.threshold=70GeV:80GeV:10GeV'],
  ...['--spills', '1', '--ghosts', '4', '--masses', '1GeV', '--workers', '1', '--out', 'scan'],
];

const NEW_SCAN = [...SCAN.slice(0, -1), 'failed-scan'];

/**
 * The registry: of each command the outputs that a run directory or a card gives, in the order in which they are made;
 * or why it has none that could tell anything of a sealed event.
 */
const COMMANDS: Readonly<Record<string, readonly Output[] | string>> = {
  run: [
    { args: [...RUN_ARGS, '--out', RUN], files: RUN },
    { args: [...RUN_ARGS, '--out', RUN, '--resume', '--json'], files: RUN },
  ],
  serve: 'goes on until it is ended; blinding-screen.test.ts has what it tells',
  work: 'sends what run stores, to who runs; what it says, and its metrics, count ranges of spills',
  watch: [{ args: ['watch', RUN, '--verbose'] }],
  control: [{ args: ['control', RUN, 'status', '--json'], same: NO_EVENTS }],
  replay: [
    { args: ['replay', RUN] },
    { args: ['replay', RUN, '--json'] },
    { args: ['replay', RUN, '--spill', '2', '--again'] },
  ],
  retrigger: [
    { args: ['retrigger', RUN, ...THROTTLE] },
    { args: ['retrigger', RUN, ...THROTTLE, '--json'] },
  ],
  event: [{ args: ['event', RUN, ...where] }, { args: ['event', RUN, ...where, '--json'] }],
  scan: [{ args: SCAN, files: 'scan' }, { args: [...SCAN, '--resume', '--json'] }],
  efficiency: "is of A' that are put in for it, none of them recorded data, and reads no run",
  limit: [
    { args: ['limit', RUN], same: NOT_IN_SIDEBANDS },
    { args: ['limit', RUN, '--json', '--bins', '3'], same: NOT_IN_SIDEBANDS },
    { args: ['limit', RUN, '--box-edge', '--json'], same: NOT_IN_SIDEBANDS, isSlow: true },
    { args: ['limit', RUN, '--discovery'], same: 'is refused while the run is blinded' },
  ],
  paper: [
    {
      args: ['paper', RUN, '--out', 'paper', '--force'],
      files: 'paper',
      isSlow: true,
      same: 'says which files were written',
    },
  ],
  export: Object.keys(FORMATS).map((format) => ({
    args: ['export', RUN, '--to', format, '--force', '--out', `export-${format}`],
    files: `export-${format}`,
    ...(format === 'pyhf' && { same: NOT_IN_SIDEBANDS }),
    ...(format === 'phoenix' && { same: NOT_EXCHANGED }),
  })),
  signal: 'is theory, and reads no run',
  verify: [{ args: ['verify', RUN, '--json'] }],
  info: [
    { args: ['info', RUN], same: NOT_ANALYSED },
    { args: ['info', RUN, '--json'], same: NOT_ANALYSED },
    { args: ['info', 'scan'] },
    { args: ['info', 'scan', '--json'] },
  ],
  diff: [
    { args: ['diff', 'reference', RUN, '--all'] },
    { args: ['diff', 'reference', RUN, '--all', '--json'] },
  ],
  card: [{ args: ['card', `${RUN}/card.yaml`], same: NO_EVENTS }],
  unblind: 'is what opens the box, after it has written down why',
  validate: [{ args: ['validate', '--run', RUN] }, { args: ['validate', '--run', RUN, '--json'] }],
};

const OUTPUTS = Object.values(COMMANDS).flatMap((of) => (typeof of === 'string' ? [] : of));

/** Files of the directories, and why they are the same with the seal off. */
const SAME_FILES: readonly (readonly [file: RegExp, reason: string])[] = [
  [/ > (card\.yaml|run\.json|scan\.json)$/, NO_EVENTS],
  [/ > (figures\/)?(first-)?(ripple|spill)(-\w+)?\.\w+$/, 'is of scalers'],
  [
    / > (figures\/(srd|chi2|dimuon-hcal)\.svg|(beam-hadrons|(chi2|srd)-(electrons|hadrons)|dimuon-hcal\d|made-in-dump|muons-beside-box|preshower-ecal-electrons|turn-on-\w+)\.\w+)$/,
    'is of beam triggers, and of particles with more energy than the seal',
  ],
  [/ > figures\/limit\.svg$/, NOT_IN_SIDEBANDS],
  [/ > (\w+\/)?(table1|fig3|fig4|box-edge|extrapolation)[\w-]*\.\w+$/, NOT_IN_SIDEBANDS],
  [/ > workspace\.json$/, NOT_IN_SIDEBANDS],
  [/ > events\.phoenix\.json$/, NOT_EXCHANGED],
  [/ > \w+\/(coverage|efficiency-factors)\.\w+$/, "is of toys, and of A' that are put in"],
  [/ > (hepdata\/)?submission\.yaml$/, 'says which tables there are'],
  [/ > figures\/scan-/, "is of triggers, and of A' that are put in"],
];

/** Why an output is the same with the seal off; null where it is not. */
const whySame = (name: string): string | null =>
  OUTPUTS.find(({ args }) => nameOf(args) === name)?.same ??
  SAME_FILES.find(([file]) => file.test(name))?.[1] ??
  null;

/** Commands that reconstruct events of a run. */
const READERS = /^(replay|retrigger|event|validate|export run --to (parquet|csv|phoenix)) /;

/** Everything that is derived, by the name of the output. */
async function derived(slow = true): Promise<Map<string, string>> {
  for (const directory of [RUN, 'scan', 'paper']) {
    fs.rmSync(directory, { recursive: true, force: true });
  }
  const found = new Map<string, string>();
  const outputs = OUTPUTS.filter(({ isSlow = false }) => slow || !isSlow);
  for (const { args, files } of outputs) {
    const { exit, text } = await command(args);
    found.set(nameOf(args), `exit ${exit}\n${text}`);
    if (args.includes('run') && !fs.existsSync('reference')) {
      fs.cpSync(RUN, 'reference', { recursive: true });
    }
    if (files === undefined) continue;
    for (const file of filesBelow(files)) {
      if (isRaw(file)) continue;
      found.set(`${nameOf(args)} > ${file}`, fs.readFileSync(path.join(files, file), 'latin1'));
    }
  }
  return found;
}

const nameOf = (args: readonly string[]) =>
  args.filter((a) => a !== '--set' && !MANY_SEALED.includes(a)).join(' ');

/** Outputs that differ, of those that both have. */
function differing(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  const names = (of: ReadonlyMap<string, string>) => [...of.keys()].filter((n) => !isOnlyIn(n));
  assert.equal(names(a), names(b));
  return [...a].flatMap(([name, text]) => (b.has(name) && b.get(name) !== text ? [name] : []));
}

const isOnlyIn = (name: string) =>
  OUTPUTS.some(({ args, isSlow }) => isSlow && name.startsWith(nameOf(args)));

test('every command stands in the registry, and none that there is not', () => {
  const names = spillway().commands.map((c) => c.name());
  assert.equal(Object.keys(COMMANDS).sort(), [...names].sort());
});

let plain: Map<string, string>;

test('all commands work on a run with sealed events', async () => {
  assert.ok(sealed.length >= 20, `${sealed.length} sealed`);
  assert.is(new Set(sealed.map(({ own }) => keyOf(own))).size, sealed.length);
  plain = await derived();
  for (const [name, text] of plain) {
    if (!name.includes(' > '))
      assert.match(
        text,
        name.includes('--discovery') ? /^exit 2/ : /^exit [01]\n/,
        `${name}: ${text}`,
      );
  }
});

for (const passing of [0, 1, 17]) {
  test(`with ${passing} sealed events that pass every cut, no byte of any output differs`, async () => {
    exchange(passing);
    assert.equal(differing(plain, await derived(passing === 17)), []);
    assert.ok(state.exchanged > 5 * sealed.length, `${state.exchanged} exchanged`);
  });
}

test('with the seal off every output differs, but for those that say why not', async () => {
  state.isSealed = false;
  exchange(null);
  const own = await derived();
  exchange(17);
  const names = differing(own, await derived());
  state.isSealed = true;
  const wrong = [...own.keys()].filter((n) => names.includes(n) === (whySame(n) !== null));
  assert.equal(
    wrong.map((n) => `${n}: ${names.includes(n) ? 'differs' : 'the same'}`),
    [],
  );
});

test('alarms of the monitors, and a spill that they find bad, are the same as well', async () => {
  const fault = ['--set', 'faults.lost={kind: lostFragment, spills: [1], rate: 0.01}'];
  const alarmed = async (passing: number | null) => {
    exchange(passing);
    fs.rmSync('alarmed', { recursive: true, force: true });
    const { exit, text } = await command([...RUN_ARGS, ...fault, '--out', 'alarmed']);
    assert.is(exit, 0, text);
    assert.ok(passing === null || state.exchanged > 0, 'none exchanged');
    const files = filesBelow('alarmed').filter((file) => !isRaw(file));
    const read = (file: string) => fs.readFileSync(path.join('alarmed', file), 'latin1');
    return new Map([['said', text], ...files.map((file) => [file, read(file)] as const)]);
  };
  const own = await alarmed(null);
  assert.match(own.get('spills.jsonl') ?? '', /"alarms":\[\{/);
  assert.equal(differing(own, await alarmed(17)), []);
  state.isSealed = false;
  const open = [await alarmed(null), await alarmed(17)] as const;
  state.isSealed = true;
  assert.ok(differing(...open).includes('spills.jsonl'));
});

test('a failure in the reconstruction of a sealed event tells none of its values, wherever it happens', async () => {
  fs.rmSync(RUN, { recursive: true });
  fs.cpSync('reference', RUN, { recursive: true });
  const readers = OUTPUTS.filter(({ args }) => READERS.test(nameOf(args)));
  const lines = [...readers.map(({ args }) => args), [...RUN_ARGS, '--out', 'failed'], NEW_SCAN];
  const said: string[][] = [];
  for (const passing of [0, 17]) {
    exchange(passing);
    fs.rmSync('failed', { recursive: true, force: true });
    fs.rmSync('failed-scan', { recursive: true, force: true });
    state.fails = true;
    const texts: string[] = [];
    for (const args of lines) {
      const { exit, text } = await command(args);
      assert.is(exit, 70, `${nameOf(args)}: ${text}`);
      assert.match(text, /reconstruction of (an )?event.*failed with RangeError at/);
      texts.push(text);
    }
    state.fails = false;
    const files = ['failed', 'failed-scan'].flatMap((directory) =>
      filesBelow(directory)
        .filter((file) => !isRaw(file))
        .map((file) => fs.readFileSync(path.join(directory, file), 'latin1')),
    );
    assert.ok(
      files.some((text) => text.includes('failed with RangeError')),
      'no log of it',
    );
    said.push([...texts, ...files]);
    for (const text of said.flat()) assert.not.match(text, /E_ECAL \d|"ecal":|cellTimes/);
  }
  assert.equal(said[0], said[1]);
});

test.run();
