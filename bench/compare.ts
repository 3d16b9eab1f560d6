/**
 * `npm run bench:compare`: measures all rows and compares their ratios with the last line of history.jsonl. What
 * looks more than 15 % worse is measured a second time; exit code 1 if it still does.
 */
import { changes, lastRelease } from './history.js';
import { describeMachine } from './measure.js';
import { makeReport, markdown, rounded } from './report.js';

const last = lastRelease();
if (last === null) {
  process.stderr.write('bench/history.jsonl has no line: npm run bench -- --record DATE\n');
  process.exit(2);
}
const worse = (rows: Parameters<typeof changes>[1]) =>
  changes(last, rows).filter(({ isWorse }) => isWorse);
const report = await makeReport((rows) => worse(rows).map(({ key }) => key));
const all = changes(last, report.rows);
const lines = all.map(({ key, ratio, before, now, isWorse }) => [
  ...[key, ratio, rounded(before), rounded(now), `${rounded(100 * (now / before - 1), 2)} %`],
  isWorse ? 'WORSE' : '',
]);
process.stdout.write(`${markdown(['row', 'ratio', 'before', 'now', 'change', ''], lines)}\n\n`);
process.stdout.write(`before: ${last.version}, ${last.date}, ${describeMachine(last.machine)}\n`);
process.stdout.write(`now: ${describeMachine(report.machine)}\n`);
if (all.some(({ isWorse }) => isWorse)) process.exitCode = 1;
