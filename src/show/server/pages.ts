/** The pages, read once: nothing else can be asked for. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { InternalError } from '../../core/errors.js';
import { PACKAGE } from '../../run/package.js';

export interface Asset {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether its name says what is in it. */
  readonly isForever: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** By their address. @throws InternalError when they were not built */
export function readPages(folder = path.join(PACKAGE, 'dist/web')): ReadonlyMap<string, Asset> {
  if (!fs.existsSync(path.join(folder, 'index.html'))) {
    throw new InternalError(`${folder} has no index.html: npm run build makes it`);
  }
  const pages = new Map<string, Asset>();
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const address = `/${path.relative(folder, file).split(path.sep).join('/')}`;
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    const isForever = address.startsWith('/assets/');
    pages.set(address, { type, bytes: new Uint8Array(fs.readFileSync(file)), isForever });
  }
  const index = pages.get('/index.html');
  if (index) pages.set('/', index);
  return pages;
}
