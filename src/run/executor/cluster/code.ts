/**
 * Which code computes here. Results are a function of the code as well: only workers with the coordinator's own do its work.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { PACKAGE } from '../../package.js';
import { sha256 } from '../../hash.js';
import { VERSION } from '../../version.js';

export interface Code {
  /** First half of a SHA-256, in hexadecimal. */
  readonly id: string;
  /** Of the package, and of Node, the first number. */
  readonly version: string;
  readonly node: string;
}

/** Folders of dist that have a part in results; how they are shown has none. */
const COMPUTE = ['core', 'emulate', 'analyse', 'run'];
/** Bundled: names of files with hashes are in it. */
const WORKER = 'run/executor/worker.js';

/** Of the compiled package, of what it depends on, and of Node, which also encodes what is sent. */
export function ownCode(folder = PACKAGE): Code {
  const dist = path.join(folder, 'dist');
  const files = COMPUTE.flatMap((name) =>
    fs
      .readdirSync(path.join(dist, name), { recursive: true, encoding: 'utf8' })
      .map((file) => `${name}/${file.replaceAll(path.sep, '/')}`),
  )
    .filter((file) => file.endsWith('.js') && file !== WORKER)
    .sort();
  const manifest = fs.readFileSync(path.join(folder, 'package.json'), 'utf8');
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
  const node = process.versions.node.split('.')[0];
  const parts = files.map((file) => [file, sha256(fs.readFileSync(path.join(dist, file)))]);
  const id = sha256(JSON.stringify([VERSION, node, dependencies, parts])).slice(0, 32);
  return { id, version: VERSION, node };
}

export const codeText = ({ id, version, node }: Code) =>
  `spillway ${version}, code ${id.slice(0, 8)}, Node ${node}`;
