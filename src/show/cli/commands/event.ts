import { type Command, Option } from 'commander';
import { UsageError } from '../../../core/errors.js';
import { nanoseconds } from '../../../core/ticks.js';
import type { Primitives } from '../../../core/wire/primitives.js';
import { type DecisionRecord, type EventReport, findEvent, makeEvent } from '../../../run/event.js';
import { type OpenRun, openRun } from '../../../run/replay.js';
import { counted } from '../../plural.js';
import { exitWith, json, result } from '../io.js';
import { wholeNumber } from '../options.js';
import { digits } from '../../digits.js';
import { table } from '../table.js';

interface Options {
  spill?: number;
  event?: number;
  id?: string;
  json?: boolean;
}

export function eventCommand(program: Command): void {
  program
    .command('event')
    .description('make one event again, alone, from card, seed and id')
    .argument('<RUN>', 'run directory; raw/ is not needed')
    .option('--spill <S>', 'spill, from 1', wholeNumber(1))
    .option('--event <K>', 'recorded event in the spill, from 1', wholeNumber(1))
    .addOption(
      new Option(
        '--id <ID>',
        'instead: spill/slice/index of any beam particle, or spill/slice/random/index',
      ).conflicts(['spill', 'event']),
    )
    .option('--json', 'print the event as one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  spillway event my-run --spill 1 --event 17\n  spillway event my-run --id 1/2400/3',
    )
    .action(
      exitWith((directory: string, options: Options) => {
        const run = openRun(directory);
        const report = makeEvent(run, askedOf(run, options));
        result(options.json ? json(report) : eventText(report));
        return report.equalsRaw === false ? 1 : 0;
      }),
    );
}

/** What the options name. @throws UsageError when they name none */
function askedOf(run: OpenRun, { id, spill, event }: Options): Primitives | string {
  if (id !== undefined) return id;
  if (spill !== undefined && event !== undefined) return findEvent(run, spill, event);
  throw new UsageError({ what: 'event', expected: 'either --spill S --event K, or --id ID' });
}

function eventText(e: EventReport): string {
  const lines = [`id ${e.id}, spill ${e.spill}, event ${e.event ?? 'not recorded'}`];
  if (e.trigger) lines.push(...decisionText(e.trigger));
  if (e.lostInBuilding) lines.push('raw data: lack a fragment of it, so it was not analysed');
  if (e.equalsRaw !== null) {
    lines.push(
      `raw data: ${e.equalsRaw ? 'the same payload, byte for byte' : 'A DIFFERENT payload'}`,
    );
  }
  if (e.sealed) lines.push('sealed: no reconstructed quantity is shown');
  if (e.reconstructed) {
    const r = e.reconstructed;
    lines.push(
      `E_ECAL ${digits(r.ecal, 4)} GeV (preshower ${digits(r.preshower)}), E_HCAL ${digits(r.hcalTotal)} GeV, ` +
        `${counted(r.tracks, 'track')}, p ${digits(r.momentum, 4)} GeV, chi2 ${digits(r.chi2)}`,
    );
  }
  const rows = e.channels.map((c) => [
    String(c.channel),
    c.name,
    digits(c.energyGeV, 4),
    digits(c.timeNs, 4),
  ]);
  return [...lines, '', table(['channel', 'name', 'energy (GeV)', 'time (ns)'], rows)].join('\n');
}

/** Why it was accepted, or not. */
function decisionText(d: DecisionRecord): string[] {
  const names = (counters: readonly string[]) => counters.join(' ') || 'none';
  const lines = [`at ${digits(nanoseconds(d.tick), 12)} ns of the spill`];
  if (d.sums) {
    const strobe = d.strobe
      ? `coincidence ${d.ordinal} of the spill`
      : 'no coincidence begins here';
    lines.push(`counters ${names(d.counters.fired)}; high ${names(d.counters.high)}: ${strobe}`);
    for (const [name, { own, total, countGeV }] of Object.entries(d.sums)) {
      lines.push(`sum ${name}: ${total} counts (${digits(total * countGeV, 4)} GeV), alone ${own}`);
    }
  }
  for (const { name, isTrue, why } of d.terms) {
    lines.push(`term ${name}: ${isTrue ? 'true' : 'false'} | ${why}`);
  }
  for (const t of d.triggers) {
    const { keep, of, phase } = t.prescale;
    const state = t.n === null ? '' : `, the ${t.n}th time, accumulator then ${t.accumulator}`;
    const prescale = of === 1 ? '' : ` | keeps ${keep} of ${of} from phase ${phase}${state}`;
    const said = t.fired ? 'FIRED' : t.met ? 'met, prescaled away' : 'not met';
    lines.push(
      `trigger ${t.name} (${t.type}): ${said} | ${t.condition ?? 'by the clock'}${prescale}`,
    );
  }
  return lines;
}
