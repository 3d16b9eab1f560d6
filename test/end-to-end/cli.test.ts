/** The command line: what it accepts, what it refuses and how, and where its words go. */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { availableParallelism } from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Card } from '../../dist/core/card/index.js';
import type { CampaignSummary } from '../../dist/run/campaign.js';
import { VALIDATIONS } from '../../dist/run/validate/index.js';
import { VERSION } from '../../dist/run/version.js';
import type { Verification } from '../../dist/run/verify.js';
import {
  type Ended,
  exitHere,
  expectExit,
  expectJson,
  filesOf,
  fresh,
  jsonHere,
  MAIN,
  plainEnv,
  readJson,
  ROOT,
  spillway,
  spillwayHere,
  summaryOf,
} from './cli.js';

const folder = fresh();
const where = { cwd: folder };
process.chdir(folder);
process.env.NO_COLOR = '1'; // for what runs in this process
const SMALL = ['--spills', '1', '--seed', 'demo', '--set', 'beam.intensity=1e4', '--workers', '1'];
/** Whether there is anything that only a terminal understands. */
const isFancy = (text: string) => text.includes('\x1b') || text.includes('\r');
/** The campaign, its runs, and cards for stress. */
const CAMPAIGN = 'na64-2016-2018';
const OTHER = 'na64-2022';
const RUNS = ['run1-2016', 'run2-2017', 'run3-2018'];
const STRESS = ['stress-faults', 'stress-pileup', 'stress-spills'];

/** Refused with exit code 2: said on stderr in words, nothing on stdout, nothing written. */
async function refused(args: string[], pattern: RegExp | string): Promise<Ended> {
  const before = [...filesOf(folder).keys()];
  const ended = await spillwayHere(args);
  assert.is(ended.exit, 2, `spillway ${args.join(' ')}: ${ended.stdout}${ended.stderr}`);
  assert.match(ended.stderr, pattern);
  assert.is(ended.stdout, '');
  assert.not.match(ended.stderr, /\n {4}at |a defect of spillway/);
  assert.equal([...filesOf(folder).keys()], before, 'something was written');
  return ended;
}

test('without arguments: help, and exit code 2', async () => {
  const { stderr } = await refused([], 'Usage: spillway');
  assert.match(stderr, 'Exit codes:');
});

test('--version', () => {
  assert.is(expectExit(0, ['--version'], where).stdout, `${VERSION}\n`);
});

test('--help has examples, for every command', async () => {
  const { stdout } = expectExit(0, ['--help'], where);
  assert.match(stdout, 'Examples:');
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) (?:\[|<)/gm)].map((match) => match[1]);
  for (const name of 'run replay event limit verify info diff card unblind'.split(' ')) {
    assert.ok(commands.includes(name), `${name} is missing in --help`);
  }
  for (const name of commands.filter((command) => command !== 'help')) {
    const help = await exitHere(0, [name, '--help']);
    assert.match(help.stdout, new RegExp(`Examples?:\\n +spillway ${name}\\b`), name);
    assert.is(help.stderr, '');
  }
});

test('in a process of its own it ends with the same exit code', () => {
  for (const args of [
    [],
    ['verfy', 'x'],
    ['run', 'run3-2018', '--mode', 'sample'],
    ['info', 'x'],
  ]) {
    const { stdout, stderr } = expectExit(2, args, where);
    assert.is(stdout, '');
    assert.ok(stderr.length > 0);
  }
});

test('validate: an option that no validation asked for uses is refused, with those that would', async () => {
  await refused(
    ['validate', 'signal', '--electrons', '1e6', '--figures', 'x'],
    /validate signal --electrons: is not used, expected --events, --seed; it is an option of chain, regions, primitives, modes, background-chain\n.*--figures/,
  );
  await refused(['validate', 'chain', '--ideal'], 'it is an option of ecal');
  await refused(
    ['validate', 'readout', '--nature', 'drawn'],
    /validate readout --nature: is not used.* it is an option of chain, regions, primitives, modes, waveform, efficiency\n/,
  );
  const { stdout } = await spillwayHere(['validate', '--help']);
  for (const { name, options } of VALIDATIONS) {
    // Of what counts, a number that is taken where none is given.
    const counted = ['events', 'experiments', 'spills'];
    const own = options.map(
      (option) => `--${option}${counted.includes(option) ? ' \\(\\d.*?\\)' : ''}`,
    );
    assert.match(stdout, new RegExp(`\\n  ${name} .*\\n +${own.join(', ')}\\n`));
  }
  assert.match(stdout, /\n {2}fuzz .*\n +--events \(1000000\), --seed, --case, --workers\n/);
  for (const said of [
    'electrons on target behind the rates (default: 1e9)',
    'energy of a test beam, such as "20 GeV" (default: 100 GeV)',
    'its offset from the centre of the beam cell (default: its centre)',
    'NAME what to validate (default: all of them)',
  ]) {
    assert.match(stdout.replaceAll(/\s+/g, ' '), said);
  }
  // One of the two uses each.
  const args = ['signal', 'ecal', '--energy', '50 GeV', '--events', '100', '--json'];
  const { exit, stdout: rows } = await spillwayHere(['validate', ...args]);
  assert.ok(exit === 0 || exit === 1);
  assert.is(JSON.parse(rows).energyGeV, 50);
});

test('validate: a wrong name, with what was meant', async () => {
  const names = VALIDATIONS.map(({ name }) => name).join(', ');
  const told = (name: string, next = '') =>
    `error NAME: got ${name}, expected one of ${names}${next}\n`;
  await refused(['validate', 'ecla'], told('ecla', '; did you mean ecal?'));
  await refused(['validate', 'beam', 'all'], told('all'));
});

test('validate ecal: a spot that a card could not have, and a beam beside the ECAL', async () => {
  for (const value of ['-8 mm', '8 mm, -8 mm', '10.1 cm']) {
    await refused(
      ['validate', 'ecal', '--spot', value],
      `got "${value}", expected lengths from 0 mm to 100 mm`,
    );
  }
  // Six cells of 38.2 mm; the beam meets the fourth, of which 19.1 mm lie on either side.
  const face = 'x from -133.7 mm to 95.5 mm, y from -133.7 mm to 95.5 mm';
  for (const [at, got] of [
    ['500 mm, 0 mm', '500 mm, 0 mm'],
    ['0, -134 mm', '0 mm, -134 mm'],
    ['95.6 mm', '95.6 mm, 95.6 mm'],
  ]) {
    // Said before the spills of another validation are emulated.
    await refused(
      ['validate', 'chain', 'ecal', '--at', at],
      `--at: got "${got}", expected a place on the ECAL: ${face}`,
    );
  }
  for (const at of ['-133.6 mm', '95.4 mm']) {
    const args = ['ecal', '--at', at, '--spot', '0', '--events', '2', '--json'];
    const { exit, stderr } = await spillwayHere(['validate', ...args]);
    assert.ok(exit === 0 || exit === 1, stderr);
  }
});

test('unknown commands and options, with what was meant', async () => {
  await refused(['verfy', 'x'], /unknown command 'verfy'\n\(Did you mean verify\?\)/);
  await refused(['quench'], "unknown command 'quench'");
  await refused(
    ['run', 'run3-2018', '--spils', '1'],
    /unknown option '--spils'\n\(Did you mean --spills\?\)/,
  );
  await refused(['run'], "missing required argument 'CARD'");
  await refused(['limit'], "missing required argument 'RUN'");
  await refused(['verify', 'a', 'b'], 'too many arguments');
});

test('options that later versions add are refused, not ignored', async () => {
  await refused(
    ['run', 'run3-2018', '--mode', 'sample'],
    /--mode.*'sample'.*Allowed choices are every, candidates/,
  );
  await refused(
    ['run', 'run3-2018', '--fidelity', 'sample'],
    /--fidelity.*'sample'.*energy, waveform/,
  );
  await refused(
    ['run', 'run3-2018', '--raw', 'some'],
    /--raw.*'some'.*keep, drop, or a share of the spills such as sample:1%/,
  );
});

test('wrong values of options', async () => {
  for (const value of ['1.5', 'x', '', '1e400']) {
    await refused(
      ['run', 'run3-2018', `--spills=${value}`],
      `got "${value}", expected a whole number`,
    );
  }
  await refused(['run', 'run3-2018', '--spills', '-1'], 'got "-1", expected a whole number');
  const most = 8 * availableParallelism();
  for (const value of ['0', 'many', `${most + 1}`, '1e6']) {
    for (const command of [
      ['run', 'run3-2018'],
      ['validate', 'chain'],
    ]) {
      await refused(
        [...command, `--workers=${value}`],
        `got "${value}", expected a whole number from 1 to ${most}`,
      );
    }
  }
  await refused(['limit', 'x', '--cl', '90'], /got "90", expected a level between/);
  for (const [value, expected] of [
    ['', 'a text that is not empty'],
    ['a'.repeat(256), '1 to 255 characters'],
  ]) {
    await refused(
      ['run', 'run3-2018', `--seed=${value}`],
      `run.seed: got "${value}", expected ${expected}`,
    );
    await refused(
      ['validate', 'signal', `--seed=${value}`],
      new RegExp(`--seed <TEXT>.*got "${value}", expected ${expected}`),
    );
  }
});

test('options that contradict each other are refused, not ignored', async () => {
  for (const [option, value] of [
    ['--spill <S>', '2'],
    ['--event <K>', '1'],
  ]) {
    await refused(
      ['event', 'x', '--id', '1/2400/3', option.split(' ')[0], value],
      `option '--id <ID>' cannot be used with option '${option}'`,
    );
  }
  await refused(
    ['run', 'run3-2018', '--resume', '--force'],
    "option '--force' cannot be used with option '--resume'",
  );
});

test('a wrong card name', async () => {
  await refused(
    ['run', 'run3-2081'],
    /CARD: got run3-2081, expected the path of a card or one of .*run3-2018/,
  );
  await refused(['card', 'run9'], 'CARD: got run9');
});

test('--set: typos and wrong values name what was meant, and nothing is written', async () => {
  const out = ['run', 'run3-2018', '--out', 'typo', '--set'];
  await refused(
    [...out, 'beam.intensty=1e5'],
    /--set beam\.intensty=1e5.*unknown key.*did you mean "beam\.intensity"/,
  );
  await refused(
    [...out, 'trigger.ecal.threshold=80MeVs'],
    /trigger\.ecal\.threshold.*80 ?MeVs.*energy/,
  );
  await refused([...out, 'readout.deadTime=70'], /readout\.deadTime/);
  await refused([...out, 'beam.intensity=-5'], /beam\.intensity/);
  await refused([...out, 'beam.intensity'], /beam\.intensity/);
  await refused(
    [...out, 'beam.intensity=1e5', '--set', 'nonsense=1', '--set', 'other=2'],
    /nonsense(.|\n)*other/,
  );
  assert.not.ok(fs.existsSync(path.join(folder, 'typo')));
});

test('a card that is wrong is refused at file, line and column', async () => {
  fs.writeFileSync(path.join(folder, 'mine.yaml'), 'run:\n  number: 3\n  nmae: mine\n');
  await refused(['run', 'mine.yaml'], /mine\.yaml:3:3 run\.nmae: unknown key/);
  fs.writeFileSync(path.join(folder, 'broken.yaml'), 'run: [1,\n');
  await refused(['card', 'broken.yaml'], /broken\.yaml:\d+:\d+/);
  fs.rmSync(path.join(folder, 'mine.yaml'));
  fs.rmSync(path.join(folder, 'broken.yaml'));
});

test('what is no run directory is refused by all that read one', async () => {
  fs.mkdirSync(path.join(folder, 'empty'), { recursive: true });
  for (const name of ['replay', 'limit', 'verify', 'info']) {
    await refused([name, 'empty'], /run\.json.*expected the directory of a run/);
  }
  const expected = 'expected the directory of a run';
  await refused(
    ['info', 'nowhere'],
    `error nowhere/run.json: no such file or directory, ${expected}\n`,
  );
  fs.writeFileSync(path.join(folder, 'file'), '');
  await refused(['info', 'file'], `error file/run.json: not a directory, ${expected}\n`);
  fs.rmSync(path.join(folder, 'file'));
  await refused(['event', 'empty', '--id', '1/0/0'], /run\.json/);
  await refused(['unblind', 'empty', '--reason', 'x'], /run\.json/);
});

test('--json: one document with a schema on stdout, everything else on stderr', async () => {
  const args = ['run', 'run3-2018', ...SMALL, '--out', 'first', '--json'];
  const { stdout, stderr } = expectExit(0, args, where);
  const printed = JSON.parse(stdout);
  assert.is(printed.schema, 'spillway.summary/1');
  assert.equal(printed, summaryOf(path.join(folder, 'first')));
  const keys =
    'schema version seed cardHash menuHash runHash rawHash mode fidelity spills electronsOnTarget ' +
    'electronsOnTargetScaler triggers recorded liveFraction ledger cutflow regions box limit timing ' +
    'electronsPerSecond';
  for (const key of keys.split(' ')) assert.ok(key in printed, `${key} is missing`);
  assert.is(printed.box, null);
  const limitKeys = 'schema cl spills electronsOnTarget background observed expected eps'.split(
    ' ',
  );
  for (const key of limitKeys) assert.ok(key in printed.limit, `limit.${key} is missing`);
  assert.match(stderr, /^card run3-2018, seed "demo", 1 spill$/m);
  assert.match(stderr, /^plan: about \S+ electrons, \d+ MB, \d+ s; writing to first$/m);

  for (const [schema, ...command] of [
    ['spillway.verify/1', 'verify', 'first'],
    ['spillway.info/1', 'info', 'first'],
    ['spillway.limit/1', 'limit', 'first'],
    ['spillway.replay/1', 'replay', 'first'],
    ['spillway.event/1', 'event', 'first', '--spill', '1', '--event', '1'],
    ['spillway.card/1', 'card', 'run3-2018'],
    ['spillway.cards/1', 'card', 'na64-2016-2018'],
    ['spillway.cardNames/1', 'card'],
  ]) {
    assert.is((await jsonHere<{ schema: string }>(command)).schema, schema);
  }
});

test('results on stdout as text', async () => {
  const { stdout } = expectExit(0, ['run', 'run3-2018', ...SMALL, '--out', 'text'], where);
  assert.match(stdout, /quantity +\| role +\| paper +\| emulated \(1 spill\)/);
  assert.match(stdout, 'The ledger closes: ');
  for (const file of stdout.slice(stdout.indexOf('Written:')).split('\n').slice(1)) {
    if (file !== '') assert.ok(fs.existsSync(path.join(folder, file.trim())), `${file} is missing`);
  }
  const info = (await exitHere(0, ['info', 'text'])).stdout;
  assert.match(info, /^state +\| done$/m);
  assert.match(info, /^spills finished +\| 1$/m);
  const limit = (await exitHere(0, ['limit', 'text', '--cl', '0.95'])).stdout;
  assert.match(limit, /CL 0\.95/);
  assert.match(limit, /^observed +\| sealed +\| sealed$/m);
});

test('no terminal: plain lines, no colours, also in CI; NO_COLOR and a terminal', () => {
  const args = ['run', 'run3-2018', ...SMALL, '--out', 'first'];
  const plain = spillway(args, where);
  for (const ended of [plain, spillway(args, { ...where, env: { CI: 'true' } })]) {
    assert.is(ended.exit, 2);
    assert.not.ok(isFancy(ended.stderr + ended.stdout));
  }
  const run = spillway(['run', 'run3-2018', ...SMALL, '--out', 'lines'], where);
  assert.match(run.stderr, /^emulate and analyse: spill 1 of 1, .*$/m);
  assert.not.ok(isFancy(run.stderr + run.stdout));

  // `script` gives a program a terminal; both of its streams come out as one.
  const onTerminal = (command: string, env: Record<string, string> = {}) =>
    spawnSync('script', ['-qec', `${process.execPath} ${MAIN} ${command}`, '/dev/null'], {
      cwd: folder,
      env: plainEnv({ TERM: 'xterm', ...env }),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  if (onTerminal('--version').stdout?.trim() !== VERSION) {
    process.stdout.write('SKIPPED what is printed on a terminal: there is no script(1)\n');
    return;
  }
  assert.match(onTerminal('card nothing').stdout, '\x1b[31merror\x1b[39m CARD');
  assert.match(onTerminal('card nothing', { NO_COLOR: '1' }).stdout, /^error CARD/m);
  const progress = onTerminal(`run run3-2018 ${SMALL.join(' ')} --out terminal`).stdout;
  // Its stdin is that terminal, too.
  assert.match(progress, '\x1b[2K[p pause, q stop] emulate and analyse: spill 1 of 1');
});

test('a reader that goes away ends it quietly', async () => {
  const head = `${process.execPath} ${MAIN} card run3-2018 | head -1`;
  const piped = spawnSync('sh', ['-c', head], { cwd: folder, env: plainEnv(), encoding: 'utf8' });
  assert.is(piped.stdout, '# run3-2018\n');
  assert.is(piped.stderr, '');

  // Surely gone before the first byte.
  const child = spawn(process.execPath, [MAIN, 'card', 'na64-2016-2018', '--json'], {
    cwd: folder,
    env: plainEnv(),
  });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const exit = await new Promise((done) => child.on('close', done));
  assert.is(stderr, '');
  assert.is(exit, 0);
});

test('an existing --out is refused, and left alone', async () => {
  const before = filesOf(path.join(folder, 'first'));
  await refused(
    ['run', 'run3-2018', ...SMALL, '--out', 'first'],
    /^error first: exists already; give another --out/m,
  );
  assert.equal(filesOf(path.join(folder, 'first')), before);
  await refused(['run', 'run3-2018', ...SMALL, '--out', 'first/run.json'], /exists already/);
});

test('--force deletes a directory that holds our run.json, and no other', async () => {
  const mine = path.join(folder, 'mine');
  const run = ['run', 'run3-2018', ...SMALL, '--out', 'mine', '--force'];
  fs.mkdirSync(mine);
  await refused(run, /^error mine: holds no run\.json/m);
  // Somebody else's run.json.
  fs.writeFileSync(path.join(mine, 'run.json'), '{"schema":"marathon/1","km":42}');
  await refused(run, /^error mine: holds no run\.json of ours/m);
  fs.rmSync(mine, { recursive: true });

  await exitHere(0, run);
  fs.writeFileSync(path.join(mine, 'notes.txt'), 'old');
  await exitHere(0, run);
  assert.not.ok(fs.existsSync(path.join(mine, 'notes.txt')));
  await exitHere(0, ['verify', 'mine']);
  // A wrong option or card: refused before anything is deleted.
  await refused([...run, '--set', 'beam.intensty=1'], /unknown key/);
  assert.ok(fs.existsSync(path.join(mine, 'summary.json')));
});

test('the default --out: runs/<card>-<seed>-<hash>, with a free suffix', async () => {
  const args = ['run', 'run3-2018', ...SMALL, '--seed', 'été 1/2'];
  const { cardHash } = expectJson<{ cardHash: string }>(args, where);
  await exitHere(0, args);
  const names = fs.readdirSync(path.join(folder, 'runs')).sort();
  assert.equal(
    names,
    [0, 1].map((i) => `run3-2018--t-1-2-${cardHash.slice(0, 8)}${i ? '-2' : ''}`),
  );
});

test('a directory that cannot be made', async () => {
  await refused(
    ['run', 'run3-2018', ...SMALL, '--out', 'first/run.json/below'],
    /^error first\/run\.json\/below: cannot be written: \S+\/first\/run\.json: file already exists; give another --out$/m,
  );
  // Refused before 1e9 electrons are emulated for it.
  for (const [figures, fault] of [
    ['first/run.json', 'file already exists'],
    ['first/run.json/below', 'not a directory'],
  ]) {
    await refused(
      ['validate', 'regions', '--figures', figures],
      `error ${figures}: cannot be written: ${fault}; give another --figures\n`,
    );
  }
});

test('without spills, without electrons: it runs, and the ledger closes', async () => {
  const none = expectJson<{ spills: number; runHash: string }>(
    ['run', 'run3-2018', '--spills', '0', '--seed', 'demo', '--out', 'none'],
    where,
  );
  assert.is(none.spills, 0);
  await exitHere(0, ['verify', 'none']);
  for (const electrons of ['0', '1']) {
    const out = `electrons-${electrons}`;
    const set = ['--set', `beam.intensity=${electrons}`];
    await exitHere(0, ['run', 'run3-2018', ...SMALL, ...set, '--out', out]);
    await exitHere(0, ['verify', out]);
  }
});

test('card, of all that are shipped', async () => {
  interface Document {
    readonly name: string;
    readonly cardHash: string;
    readonly runs?: readonly Document[];
  }
  assert.equal((await jsonHere<{ cards: string[] }>(['card'])).cards, [
    CAMPAIGN,
    OTHER,
    ...RUNS,
    ...STRESS,
  ]);
  const hashes = new Set<string>();
  for (const card of [OTHER, ...RUNS, ...STRESS]) {
    const { name, cardHash } = await jsonHere<Document>(['card', card]);
    assert.is(name, card);
    assert.match(cardHash, /^[0-9a-f]{64}$/);
    hashes.add(cardHash);
  }
  assert.is(hashes.size, 1 + RUNS.length + STRESS.length);
  // The campaign says how many electrons of each run it takes: cards of its own.
  const campaign = await jsonHere<Document>(['card', CAMPAIGN]);
  const text = (await exitHere(0, ['card', CAMPAIGN])).stdout;
  assert.equal(
    campaign.runs?.map((run) => run.name),
    RUNS,
  );
  for (const { cardHash } of campaign.runs ?? []) assert.match(text, `# cardHash ${cardHash}`);
});

test('card: --set without a card is refused, not ignored', async () => {
  await refused(
    ['card', '--set', 'readout.deadTime=140us', '--set', 'a=b'],
    'error card --set readout.deadTime=140us: there is no CARD to set it on; spillway card lists',
  );
});

test('card: --set moves the hash, says so, and does not care how a value is written', async () => {
  const hashOf = async (...set: string[]) => {
    const overrides = set.flatMap((one) => ['--set', one]);
    const { cardHash, menuHash } = await jsonHere<Record<'cardHash' | 'menuHash', string>>([
      'card',
      'run3-2018',
      ...overrides,
    ]);
    return { cardHash, menuHash };
  };
  const nominal = await hashOf();
  const doubled = await hashOf('readout.deadTime=140us');
  assert.is.not(doubled.cardHash, nominal.cardHash);
  assert.is(doubled.menuHash, nominal.menuHash);
  assert.equal(await hashOf('readout.deadTime=0.14 ms'), doubled);
  assert.is.not((await hashOf('trigger.ecal.threshold=60GeV')).menuHash, nominal.menuHash);
  const text = expectExit(
    0,
    ['card', 'run3-2018', '--set', 'readout.deadTime=140us'],
    where,
  ).stdout;
  assert.match(text, /deadTime: .*# --set readout\.deadTime=140us/);
  // What is printed is itself a card, with the same hash.
  fs.writeFileSync(path.join(folder, 'printed.yaml'), text);
  assert.is(
    (await jsonHere<{ cardHash: string }>(['card', 'printed.yaml'])).cardHash,
    doubled.cardHash,
  );
});

test('card: --schema prints the JSON schema of a kind of file', async () => {
  for (const [args, title] of [
    [[], 'a run card'],
    [['menu'], 'section trigger of a card'],
  ] as const) {
    const { stdout, stderr } = await exitHere(0, ['card', '--schema', ...args]);
    assert.is((JSON.parse(stdout) as { title: string }).title, title);
    assert.is(stderr, '');
  }
  await refused(['card', '--schema', 'meny'], 'Allowed choices are card, campaign, beam,');
  await refused(['card', 'run3-2018', '--schema'], 'card --schema: got the CARD run3-2018');
  await refused(['card', '--schema', '--seed', 'x'], "cannot be used with option '--seed");
});

test('card: --nature drawn opens a nature, and says so', async () => {
  interface Nature {
    readonly schema: string;
    readonly cardHash: string;
    readonly seed: string;
    readonly values: readonly Readonly<Record<'path' | 'nominal' | 'drawn' | 'width', unknown>>[];
  }
  const args = ['card', 'run3-2018', '--nature', 'drawn', '--seed', 'looked at'];
  const { stdout, stderr } = await exitHere(0, [...args, '--json']);
  const nature: Nature = JSON.parse(stdout);
  assert.is(nature.schema, 'spillway.nature/1');
  assert.is(nature.seed, 'looked at');
  const own = await jsonHere<{ cardHash: string; card: Card }>(args.slice(0, 2));
  assert.is(nature.cardHash, own.cardHash);
  const rate = nature.values.find(({ path }) => path === 'nature.dimuon.rate');
  assert.is(rate?.nominal, own.card.nature.dimuon.rate);
  assert.is.not(rate?.drawn, rate?.nominal);
  assert.is(rate?.width, 0.1);
  assert.match(
    stderr,
    /^warning: this opens the nature of runs of run3-2018 .* the seed "looked at"/,
  );

  const text = await exitHere(0, args);
  assert.is(text.stderr, stderr);
  assert.match(text.stdout, /^true parameter +\| path +\| of +\| card +\| drawn +\| /m);
  assert.match(
    text.stdout,
    /^dimuon yield +\| nature\.dimuon\.rate +\| all runs \| 2\.500e-5 \| .*PRL 123/m,
  );
  assert.is((await exitHere(0, [...args.slice(0, 2), '--nature', 'nominal'])).stderr, '');

  const campaign = await jsonHere<{ schema: string; runs: Nature[] }>([
    'card',
    CAMPAIGN,
    ...args.slice(2),
  ]);
  assert.is(campaign.schema, 'spillway.natures/1');
  const rates = campaign.runs.map(({ values }) => values[0].drawn);
  assert.equal(rates, [rate?.drawn, rate?.drawn, rate?.drawn]);
  await refused(['card', '--nature', 'drawn'], 'error card --nature drawn: there is no CARD');
});

test('a campaign: a complete run directory for each card, and their limit together', async () => {
  const args = [
    'run',
    'na64-2016-2018',
    '--spills',
    '1',
    '--set',
    'beam.intensity=1e5',
    '--workers',
    '1',
  ];
  const summary = expectJson<CampaignSummary>([...args, '--out', 'all'], where);
  const all = path.join(folder, 'all');
  assert.is(summary.schema, 'spillway.campaign/1');
  assert.equal(summary, readJson(all, 'summary.json'));
  const record = readJson<{ schema: string; runs: string[] }>(all, 'run.json');
  assert.is(record.schema, 'spillway.campaign/1');
  assert.equal(record.runs, RUNS);
  const directories = record.runs.map((name) => path.join('all', name));
  assert.equal(fs.readdirSync(all).sort(), [...record.runs, 'run.json', 'summary.json'].sort());
  for (const [i, directory] of directories.entries()) {
    assert.is((await jsonHere<Verification>(['verify', directory])).ok, true);
    assert.equal(summaryOf(path.join(folder, directory)), summary.runs[i]);
  }
  assert.is(new Set(summary.runs.map((run) => run.rawHash)).size, 3);
  assert.equal(await jsonHere(['limit', ...directories]), summary.limit);
  assert.is(summary.spills, 3);

  await refused([...args, '--out', 'all'], /^error all: exists already/m);
  await refused(['limit', directories[0], directories[0]], /the same electrons twice/);
  // --force replaces all of it, whatever it was.
  fs.writeFileSync(path.join(all, 'notes.txt'), 'old');
  await exitHere(0, ['run', 'run3-2018', ...SMALL, '--out', 'all', '--force']);
  assert.not.ok(fs.existsSync(path.join(folder, directories[0])));
  await exitHere(0, ['verify', 'all']);
});

test('it runs from anywhere: the shipped cards are found beside the program', () => {
  const deep = path.join(folder, 'deep/er');
  fs.mkdirSync(deep, { recursive: true });
  const fromRoot = expectJson<{ cardHash: string }>(['card', 'config/run3-2018.yaml'], {
    cwd: ROOT,
  });
  const fromDeep = expectJson<{ cardHash: string }>(['card', 'run3-2018'], { cwd: deep });
  assert.is(fromDeep.cardHash, fromRoot.cardHash);
});

test.run();
