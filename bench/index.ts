/**
 * `npm run bench [-- --json] [-- --record DATE]`: what a beam electron costs, by mode, fidelity and threads.
 * CPU time; compare the ratios, to C and to the calibrator (calibrator.ts), not seconds. `--record` appends the
 * ratios to history.jsonl: once per release.
 */
import { parseArgs } from 'node:util';
import { record } from './history.js';
import { formatReport, makeReport } from './report.js';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, record: { type: 'string' } },
});
const { json, record: date } = values;
if (date !== undefined && !/^\d{4}-\d\d-\d\d$/.test(date)) {
  process.stderr.write(`--record: got "${date}", expected a date such as 2026-01-31\n`);
  process.exit(2);
}
const report = await makeReport();
process.stdout.write(`${json ? JSON.stringify(report, null, 2) : formatReport(report)}\n`);
if (date !== undefined) record(report, date);
