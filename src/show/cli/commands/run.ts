import * as path from 'node:path';
import { type Command, Option } from 'commander';
import { cardHash, type ResolvedCard } from '../../../core/card/index.js';
import { EVALUATIONS, type Evaluation } from '../../../core/evaluation.js';
import { FIDELITIES, type Fidelity } from '../../../core/fidelity.js';
import { MODES, type Mode } from '../../../core/mode.js';
import { NATURES, type Nature } from '../../../core/nature.js';
import {
  type Asked,
  PRIMITIVES,
  STORED_PRIMITIVES,
  type StoredPrimitives,
} from '../../../core/primitives.js';
import type { Ledger } from '../../../core/wire/ledger.js';
import { readCampaign, runCampaign, type CampaignSummary } from '../../../run/campaign.js';
import { loadCard } from '../../../run/cards.js';
import { sha256 } from '../../../run/hash.js';
import { addPlans, allSpills, type Plan, room, secondsLeft } from '../../../run/plan.js';
import {
  type Choices,
  chooseDirectory,
  type Progress,
  runCard,
  type RunOptions,
} from '../../../run/run.js';
import { readRunRecord } from '../../../run/store/directory.js';
import type { RawData } from '../../../run/rawData.js';
import { shownElectrons, type Summary } from '../../../run/summary.js';
import { written } from '../../figures/png.js';
import { RUN_FIGURES, runFigures } from '../../figures/run.js';
import { comparison } from '../comparison.js';
import { counted, plural } from '../../plural.js';
import { HIDDEN } from '../hidden.js';
import {
  clusterOption,
  outstandingOption,
  shareOption,
  type Executors,
  type Where,
  withExecutors,
} from '../computing.js';
import { exitWith, json, note, progress, result } from '../io.js';
import { collect, rawData, spillCount, workersOption } from '../options.js';
import { digits } from '../../digits.js';
import { duration, table } from '../table.js';
import { type UnderControl, underControl } from '../underControl.js';

interface Options extends Where {
  spills?: number | 'all';
  seed?: string;
  mode?: Mode;
  fidelity?: Fidelity;
  out?: string;
  png?: boolean;
  set?: string[];
  evaluate?: Evaluation;
  nature?: Nature;
  raw?: RawData;
  truth?: boolean;
  primitives?: Asked;
  storePrimitives?: StoredPrimitives;
  resume?: boolean;
  force?: boolean;
  json?: boolean;
}

export function runCommand(program: Command): void {
  program
    .command('run')
    .description('emulate, analyse and store spills of a run, up to the limit')
    .argument('<CARD>', 'path of a card, or the name of a shipped one (see spillway card)')
    .option(
      '--spills <N|all>',
      "number of spills, or the run's exposure (default: the card's)",
      spillCount,
    )
    .option('--seed <TEXT>', "seed of all random numbers (default: the card's)")
    .addOption(workersOption())
    .addOption(clusterOption())
    .addOption(outstandingOption())
    .addOption(shareOption())
    .option('--out <DIR>', 'run directory (default: runs/<card>-<seed>-<hash>)')
    .option('--set <KEY=VALUE>', 'override a value of the resolved card; repeatable', collect)
    .addOption(new Option('--mode <MODE>', 'way through a spill (default: every)').choices(MODES))
    .addOption(
      new Option('--fidelity <F>', 'detail of raw events (default: energy)').choices(FIDELITIES),
    )
    .addOption(
      new Option(
        '--evaluate <E>',
        'staged: events that counters and SRD turn away are counted, not made; the same pass the cuts (default: all)',
      ).choices(EVALUATIONS),
    )
    .addOption(
      new Option(
        '--nature <N>',
        'true parameters: those of the card, or drawn about them and hidden like the box (default: nominal)',
      ).choices(NATURES),
    )
    .option(
      '--raw <R>',
      'what becomes of raw data: keep, drop, or keep a share of the spills, as sample:1% (default: keep)',
      rawData,
    )
    .option('--truth', 'also write which particles stand in each event')
    .addOption(
      new Option(
        '--primitives <P>',
        'what the trigger asks of a particle: what it needs, or all; the run is the same (default: lazy)',
      ).choices(PRIMITIVES),
    )
    .addOption(
      new Option(
        '--store-primitives <S>',
        'of which coincidences the integers of the trigger are stored: of all that spillway retrigger needs, or of recorded events (default: kept, of a campaign accepted)',
      ).choices(STORED_PRIMITIVES),
    )
    .option('--png', 'figures also as PNG, for talks')
    .option('--resume', 'go on with an interrupted run')
    .addOption(
      new Option('--force', 'delete the run directory first, if it holds a run').conflicts(
        'resume',
      ),
    )
    .option('--json', 'print the summary as one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  spillway run run3-2018
  spillway run run3-2018 --spills 2 --seed demo --out my-run
  spillway run run3-2018 --set trigger.ecal.threshold=60GeV --set beam.intensity=1e7
  spillway run run3-2018 --spills 1 --fidelity waveform
  spillway run run3-2018 --out my-run --spills 20 --resume
  spillway run na64-2016-2018 --spills all --mode candidates --evaluate staged --raw sample:1%`,
    )
    .action(exitWith(runAction));
}

async function runAction(cardArgument: string, options: Options): Promise<number> {
  const resolved = loadCard(cardArgument, options.set ?? [], options.seed);
  return withExecutors(options, (executors) => runOver(resolved, options, executors));
}

async function runOver(
  resolved: ReturnType<typeof loadCard>,
  options: Options,
  { seen, ...executors }: Executors,
): Promise<number> {
  const session = underControl('spills');
  const common = {
    ...executors,
    workers: options.workers,
    ...(options.primitives && { primitives: options.primitives }),
    resume: options.resume ?? false,
    force: options.force ?? false,
    control: session.control,
    now: Date.now,
    report: reporter(session, seen),
    figures: await drawn(options),
  };
  try {
    if (resolved.kind === 'campaign') {
      const { seed } = resolved.runs[0].card.run;
      const hash = sha256(resolved.runs.map((r) => cardHash(r.card, sha256)).join(' '));
      const directory = chooseDirectory(resolved.name, seed, hash, options.out, common);
      const begun = common.resume ? readCampaign(directory) : null;
      const choices = choicesOf(options, begun, 'accepted');
      const summary = await runCampaign({
        ...{ ...common, ...choices, campaign: resolved, directory },
        spills: resolved.runs.map((run, i) => spillsOf(options, run, begun?.spills[i])),
        runOne: (run, spills, own, resume) => {
          sayCard(run, spills);
          return runCard({
            ...{ ...common, ...choices, resolved: run, spills, directory: own, resume },
            ...{ force: false, isPart: true },
          });
        },
      });
      result(options.json ? json(summary) : campaignText(summary, directory));
    } else {
      const { seed } = resolved.card.run;
      const hash = cardHash(resolved.card, sha256);
      const directory = chooseDirectory(resolved.name, seed, hash, options.out, common);
      const begun = common.resume ? readRunRecord(directory) : null;
      const spills = spillsOf(options, resolved, begun?.spills);
      sayCard(resolved, spills);
      const choices = choicesOf(options, begun, 'kept');
      const { summary } = await runCard({ ...common, ...choices, resolved, spills, directory });
      result(options.json ? json(summary) : summaryText(summary, directory));
    }
  } finally {
    session.end();
  }
  return session.exitCode();
}

async function drawn({ png = false }: Options): Promise<RunOptions['figures']> {
  const figures = await written(png);
  return (run) => figures(runFigures(run));
}

/** What goes on does so as it was begun. @param stored unless told otherwise */
const choicesOf = (options: Options, begun: Choices | null, stored: StoredPrimitives): Choices => ({
  mode: options.mode ?? begun?.mode ?? 'every',
  fidelity: options.fidelity ?? begun?.fidelity ?? 'energy',
  evaluation: options.evaluate ?? begun?.evaluation ?? 'all',
  nature: options.nature ?? begun?.nature ?? 'nominal',
  raw: options.raw ?? begun?.raw ?? 'keep',
  truth: options.truth ?? begun?.truth ?? false,
  storePrimitives: options.storePrimitives ?? begun?.storePrimitives ?? stored,
});

/** @param begun spills that an interrupted run was meant to have */
const spillsOf = (options: Options, { card }: ResolvedCard, begun: number | undefined): number =>
  options.spills === 'all' ? allSpills(card) : (options.spills ?? begun ?? card.run.spills);

const sayCard = ({ name, card }: ResolvedCard, spills: number) =>
  note(`card ${name}, seed "${card.run.seed}", ${counted(spills, 'spill')}`);

function reporter({ seconds, keys }: UnderControl, seen: () => string): (p: Progress) => void {
  let expected = '';
  /** Of the runs of a campaign, or of the only one; which of them is under way. */
  let plans: readonly Plan[] = [];
  let run = -1;
  const sayPlan = (plans: readonly Plan[], less: string | null, directory: string) => {
    const { electrons, bytes, seconds } = plans.reduce(addPlans);
    const needs = [
      `${digits(electrons, 2)} ${plural(electrons, 'electron')}`,
      room(bytes),
      duration(seconds),
    ];
    note(`plan: about ${needs.join(', ')}; writing to ${directory}`);
    if (less) note(`less room: ${less}`);
  };
  return (p) => {
    switch (p.phase) {
      case 'campaign':
        plans = p.plans;
        sayPlan(plans, p.less, p.directory);
        break;
      case 'plan':
        run++;
        if (plans.length > 0) break;
        plans = [p.plan];
        sayPlan(plans, p.less, p.directory);
        break;
      case 'resume':
        note(
          `resume: ${counted(p.spills, 'spill')} ${plural(p.spills, 'is', 'are')} there already`,
        );
        break;
      case 'calibration':
        note('calibration run: pedestals, flashes, electrons and muons');
        break;
      case 'spill': {
        const done = p.spill - (p.of - plans[run].spills);
        const left = secondsLeft(plans, run, done, seconds());
        const which = plans.length > 1 ? `run ${run + 1} of ${plans.length}, ` : '';
        const isLast = p.spill === p.of && run === plans.length - 1;
        progress(
          `${keys()}${seen()}emulate and analyse: ${which}spill ${p.spill} of ${p.of}, ` +
            `${digits(p.electrons)} ${plural(p.electrons, 'electron')}, ` +
            `${counted(p.triggers, 'trigger')}${expected}` +
            (isLast ? '' : `, about ${duration(left)} left`),
        );
        break;
      }
      case 'limit': {
        const s = p.limit.eps.find((e) => e.massGeV === 0.01) ?? p.limit.eps[0];
        expected = s
          ? `; from ${counted(p.limit.spills, 'spill')}: eps(${digits(s.massGeV * 1000)} MeV) ${digits(s.emulated)} expected`
          : '';
        break;
      }
      case 'worker':
        note(p.message);
        break;
      case 'write':
        note(`write: ${p.what}`);
    }
  };
}

export function summaryText(s: Summary, directory: string): string {
  const files = ['summary.json', ...RUN_FIGURES.map((f) => f.file)].map((f) =>
    path.join(directory, f),
  );
  const warning = s.interrupted ? '\nThe run was interrupted: go on with --resume.\n' : '';
  return [
    comparison(s),
    '',
    'in = typed in, fit = fitted to a number of the paper, out = comes out of the chain: only "out" validates.',
    s.ledger ? `The ledger closes: ${ledgerLine(s.ledger)}.` : HIDDEN,
    `${digits(s.electronsPerSecond)} electrons per second; run ${s.runHash.slice(0, 16)}${warning}`,
    'Written:',
    ...files.map((f) => `  ${f}`),
  ].join('\n');
}

function ledgerLine(ledger: Ledger): string {
  const particles = Object.values(ledger.particles).reduce((a, b) => a + b, 0);
  const outcomes = Object.values(ledger.outcomes).reduce((a, b) => a + b, 0);
  return `${counted(particles, 'beam particle')}, ${counted(outcomes, 'outcome')}`;
}

function campaignText(summary: CampaignSummary, directory: string): string {
  const rows = summary.runs.map((r) => [
    r.card,
    String(r.spills),
    digits(shownElectrons(r), 4),
    digits(r.liveFraction, 4),
    r.runHash.slice(0, 16),
  ]);
  const limits = summary.limit.eps.map((e) => [
    `${digits(e.massGeV * 1000)} MeV`,
    digits(e.emulated),
    digits(e.emulatedExact),
    digits(e.scaled),
    digits(e.scaledExact),
  ]);
  return [
    table(['run', 'spills', 'EOT', 'live', 'runHash'], rows),
    '',
    'expected (median) limits on eps of all runs together:',
    table(
      [
        'mass',
        'emulated, asymptotic',
        'exact',
        `scaled to ${digits(summary.limit.fullElectrons)} EOT, asymptotic`,
        'exact',
      ],
      limits,
    ),
    '',
    `${counted(summary.spills, 'spill')}, ${digits(summary.electronsOnTarget ?? summary.limit.electronsOnTarget, 4)} electrons; campaign ${summary.campaignHash.slice(0, 16)}${summary.interrupted ? '\nThe campaign was interrupted: go on with --resume.\n' : ''}`,
    `Written: ${path.join(directory, 'summary.json')} and a run directory for each card`,
  ].join('\n');
}
