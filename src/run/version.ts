/** The version of this package. */
import * as fs from 'node:fs';
import * as path from 'node:path';

const PACKAGE = path.join(import.meta.dirname, '../../package.json');

export const VERSION = (JSON.parse(fs.readFileSync(PACKAGE, 'utf8')) as { version: string })
  .version;
