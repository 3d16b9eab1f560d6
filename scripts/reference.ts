/**
 * Makes test/golden/reference.json: what spills of the reference card look like. To be made again, and its changes read,
 * whenever physics moves numbers on purpose.
 *
 *   node --import tsx scripts/reference.ts
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { REFERENCE, referenceSpills } from '../test/support/reference.js';
import { momentsOfSpills } from '../src/run/reference.js';

const file = path.join(import.meta.dirname, '../test/golden/reference.json');
const moments = momentsOfSpills(referenceSpills(REFERENCE.seed, REFERENCE.spills));
fs.writeFileSync(file, `${JSON.stringify(moments)}\n`);
