/** A run taken elsewhere: the registry of formats, and the directory of an export. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UsageError } from '../../core/errors.js';
import { requireFree } from '../results/directory.js';
import { openRun } from '../replay.js';
import { cannotBeWritten } from '../store/fault.js';
import type { Holds } from '../store/ours.js';
import { ASIDE, writeJson } from '../store/write.js';
import { csv } from './csv.js';
import { type ExportOption, type ExportOptions, type Format, provenanceOf } from './format.js';
import { hepdata } from './hepdata.js';
import { parquet } from './parquet.js';
import { phoenix } from './phoenix.js';
import { pyhf } from './pyhf.js';
import { rootJson } from './rootJson.js';
import { uhi } from './uhi.js';

export { OF_SEALED } from './events.js';
export type { ExportOption, ExportOptions } from './format.js';

export const FORMATS = {
  parquet,
  csv,
  'root-json': rootJson,
  uhi,
  pyhf,
  hepdata,
  phoenix,
} as const satisfies Readonly<Record<string, Format>>;
export type FormatName = keyof typeof FORMATS;

const EXPORT: Holds = {
  name: 'previous export',
  file: 'export.json',
  schema: /spillway\.export\//,
};

export interface ExportRecord {
  readonly schema: 'spillway.export/1';
  readonly format: FormatName;
  /** Whether all files are there. */
  readonly complete: boolean;
  readonly of: ReturnType<typeof provenanceOf>;
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
}

export interface ExportRequest extends ExportOptions {
  readonly format: FormatName;
  readonly out: string;
  readonly force: boolean;
  readonly report: (file: string, bytes: number) => void;
}

/**
 * Writes it file by file, each whole or not at all; export.json, which says whether all are there, first and last.
 * @throws UsageError when there is something else at `out`, it cannot be written, or an option is of no use to the format
 * @throws RunError when the run cannot be read
 */
export function exportRun(
  directory: string,
  { format: name, out, force, report, ...options }: ExportRequest,
): ExportRecord {
  const format: Format = FORMATS[name];
  requireUse(name, format, options);
  requireFree(out, force, EXPORT);
  const run = openRun(directory);
  const files = format.files(run, options)[Symbol.iterator]();
  // What cannot be had of this run is refused before anything is deleted.
  let next = files.next();
  const record = (complete: boolean, written: ExportRecord['files']): ExportRecord => ({
    ...{
      schema: 'spillway.export/1',
      format: name,
      complete,
      of: provenanceOf(run),
      files: written,
    },
  });
  const written: ExportRecord['files'][number][] = [];
  try {
    fs.rmSync(out, { recursive: true, force: true });
    writeJson(path.join(out, EXPORT.file), record(false, []));
    for (; !next.done; next = files.next()) {
      const { name: file, pieces } = next.value;
      written.push({
        name: file,
        ...writePieces(path.join(out, file), pieces, (n) => report(file, n)),
      });
    }
    const done = record(true, written);
    writeJson(path.join(out, EXPORT.file), done);
    return done;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw cannotBeWritten(out, '--out', error);
  }
}

function requireUse(name: FormatName, { options }: Format, asked: ExportOptions): void {
  const given = (Object.keys(asked) as ExportOption[]).filter((option) => asked[option]);
  const useless = given.filter((option) => !options.includes(option));
  if (useless.length === 0) return;
  const users = (option: ExportOption) =>
    Object.entries<Format>(FORMATS).flatMap(([other, of]) =>
      of.options.includes(option) ? [other] : [],
    );
  throw new UsageError(
    useless.map((option) => ({
      ...{ what: `--${option}`, got: `--to ${name}` },
      expected: `--to ${users(option).join(' or ')}, which makes use of it`,
    })),
  );
}

/** Aside, forced to the disk, and renamed. */
function writePieces(
  file: string,
  pieces: Iterable<string | Uint8Array>,
  report: (bytes: number) => void,
): { bytes: number; sha256: string } {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}${ASIDE}`;
  const hash = createHash('sha256');
  const fd = fs.openSync(aside, 'w');
  let bytes = 0;
  try {
    for (const piece of pieces) {
      const data = typeof piece === 'string' ? Buffer.from(piece) : piece;
      hash.update(data);
      for (let at = 0; at < data.length; ) at += fs.writeSync(fd, data, at);
      bytes += data.length;
      report(bytes);
    }
    fs.fsyncSync(fd);
  } catch (error) {
    fs.rmSync(aside, { force: true });
    throw error;
  } finally {
    fs.closeSync(fd);
  }
  fs.renameSync(aside, file);
  return { bytes, sha256: hash.digest('hex') };
}
