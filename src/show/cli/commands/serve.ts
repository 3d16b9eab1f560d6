import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { cardHash } from '../../../core/card/index.js';
import { FIDELITIES, type Fidelity } from '../../../core/fidelity.js';
import { MODES, type Mode } from '../../../core/mode.js';
import { NATURES, type Nature } from '../../../core/nature.js';
import { resolveSingleCard } from '../../../run/cards.js';
import { sha256 } from '../../../run/hash.js';
import { referenceFor } from '../../../run/live/references.js';
import { LiveReplay } from '../../../run/live/replay.js';
import { LiveSession } from '../../../run/live/session.js';
import type { Speed } from '../../../run/live/shape.js';
import type { LiveSource } from '../../../run/live/source.js';
import type { RawData } from '../../../run/rawData.js';
import { chooseDirectory, type Progress } from '../../../run/run.js';
import { readRunRecord } from '../../../run/store/directory.js';
import { isOurs } from '../../../run/store/ours.js';
import { runFigures } from '../../figures/run.js';
import { requireName } from '../../server/guard.js';
import { startServer } from '../../server/index.js';
import { addressOf, tokenFor } from '../../server/token.js';
import { exitWith, note } from '../io.js';
import { collect, rawData, wholeNumber, workersOption } from '../options.js';

/** In which the run ends by itself, unless told otherwise. */
const SPILLS = 200;
/** A spill every eight seconds. */
const SPEED = 4;
const PORT = 4864;

interface Options {
  host: string;
  port: number;
  allowHost?: string[];
  speed: Speed;
  hold?: boolean;
  reference?: string;
  spills: number;
  seed?: string;
  workers: number;
  out?: string;
  set?: string[];
  mode: Mode;
  fidelity: Fidelity;
  nature: Nature;
  raw: RawData;
  truth?: boolean;
}

function speed(text: string): Speed {
  if (text === 'max' || text === 'real') return text;
  const value = Number(text);
  if (text.trim() !== '' && value >= 0.1 && value <= 1000) return value;
  throw new InvalidArgumentError(
    `got "${text}", expected max, real, or how many times faster, from 0.1 to 1000.`,
  );
}

export function serveCommand(program: Command): void {
  program
    .command('serve')
    .description('watch and control a live emulation, or a replay, in a browser')
    .argument('[CARD|RUN]', 'path or name of a card, or the directory of a run', 'run3-2018')
    .option('--port <N>', '0 for any that is free', wholeNumber(0, 65535), PORT)
    .option(
      '--host <ADDRESS>',
      'address to listen on; beyond this machine control needs a token',
      '127.0.0.1',
    )
    .option(
      '--allow-host <NAME>',
      'further name under which it is asked for, or https://NAME of a proxy before it; with a token; repeatable',
      collect,
    )
    .option(
      '--speed <S>',
      'max, real (a spill every 32 s), or so many times faster than that',
      speed,
      SPEED,
    )
    .option('--hold', 'wait for Start')
    .option('--reference <RUN>', 'run whose spectra are shown as reference (default: as shipped)')
    .option('--spills <N>', 'spills of each run', wholeNumber(1), SPILLS)
    .option('--seed <TEXT>', "seed of all random numbers (default: the card's)")
    .addOption(workersOption())
    .option('--out <DIR>', 'directory of the runs, 001, 002, ... (default: as of spillway run)')
    .option('--set <KEY=VALUE>', 'override a value of the resolved card; repeatable', collect)
    .addOption(new Option('--mode <MODE>', 'way through a spill').choices(MODES).default('every'))
    .addOption(
      new Option('--fidelity <F>', 'detail of raw events').choices(FIDELITIES).default('energy'),
    )
    .addOption(new Option('--nature <N>', 'true parameters').choices(NATURES).default('nominal'))
    .option('--raw <R>', 'what becomes of raw data, as of spillway run', rawData, 'keep' as RawData)
    .option('--truth', 'also write which particles stand in each event')
    .addHelpText(
      'after',
      `
Control needs a token where the environment variable SPILLWAY_TOKEN has one. Beyond this machine, and with --allow-host, one
is made and printed where it has none. Ctrl-C ends the run behind the spill under way, and the server. What is changed from
the screen begins a run of its own.

Examples:
  spillway serve
  spillway serve run3-2018 --speed real --set beam.intensity=1e7
  spillway serve stress-pileup --mode candidates --speed max --spills 50
  spillway serve my-run --hold
  spillway serve run3-2018 --fidelity waveform --host 0.0.0.0 --allow-host daq.example.org`,
    )
    .action(exitWith(serveAction));
}

async function serveAction(what: string, options: Options): Promise<number> {
  const { host, port, allowHost: names = [], hold = false } = options;
  for (const name of names) requireName(name);
  const token = tokenFor(process.env.SPILLWAY_TOKEN, host, names, () =>
    randomBytes(18).toString('base64url'),
  );
  const isRun = fs.existsSync(what) && isOurs(what);
  const source = isRun ? replayOf(what, options) : sessionOf(what, options);
  const server = await startServer({ source, host, port, names, token, log: note });
  note(addressOf(server.url, token));
  note(isRun ? `replay of ${what}` : `runs in ${path.dirname(source.directoryOf(1))}`);
  if (!hold) source.ask('start');
  const signal = await stopped();
  note(`${signal}: finishing what is under way; once more stops at once`);
  await source.close(signal);
  await server.close();
  return signal === 'SIGINT' ? 130 : 143;
}

/** The first signal; the second ends the process at once. */
function stopped(): Promise<'SIGINT' | 'SIGTERM'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(signal === 'SIGINT' ? 130 : 143));
        resolve(signal);
      });
    }
  });
}

function replayOf(directory: string, { speed, workers, reference }: Options): LiveSource {
  return new LiveReplay({
    ...{ directory, speed, workers, now: Date.now },
    reference: referenceFor(readRunRecord(directory).card, reference),
  });
}

function sessionOf(card: string, options: Options): LiveSource {
  const { set = [], seed, spills, workers, out, mode, fidelity, nature, raw, truth } = options;
  const resolved = resolveSingleCard(card, set, seed);
  const hash = cardHash(resolved.card, sha256);
  const name = `${resolved.name}-live`;
  const directory = chooseDirectory(name, resolved.card.run.seed, hash, out, {
    ...{ force: false, resume: false },
  });
  return new LiveSession({
    ...{ card, set, seed, spills, workers, directory, speed: options.speed },
    ...{ mode, fidelity, nature, raw, truth: truth ?? false, evaluation: 'all' },
    storePrimitives: 'kept',
    reference: referenceFor(resolved.name, options.reference),
    now: Date.now,
    figures: runFigures,
    report: sayWhatIsRare,
  });
}

/** Spills are seen in the browser. */
function sayWhatIsRare(progress: Progress): void {
  if (progress.phase === 'plan') note(`run in ${path.basename(progress.directory)}`);
  if (progress.phase === 'worker') note(progress.message);
}
