/** Where this package lies: the nearest folder with a package.json, whether this file is bundled or not. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { InternalError } from '../core/errors.js';

function packageFolder(from: string): string {
  if (fs.existsSync(path.join(from, 'package.json'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new InternalError(`no package.json above ${import.meta.dirname}`);
  return packageFolder(parent);
}

export const PACKAGE = packageFolder(import.meta.dirname);
