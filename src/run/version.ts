/** The version of this package. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { PACKAGE } from './package.js';

const manifest = fs.readFileSync(path.join(PACKAGE, 'package.json'), 'utf8');

export const VERSION = (JSON.parse(manifest) as { version: string }).version;
