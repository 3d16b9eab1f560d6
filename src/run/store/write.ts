/** Writing a file whole or not at all. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/** The end of the name of what is written aside, until it is whole and renamed. */
export const ASIDE = '.new';

/** Makes its folder where it is missing. */
export function writeWhole(file: string, data: string | Uint8Array): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}${ASIDE}`;
  const fd = fs.openSync(aside, 'w');
  try {
    fs.writeFileSync(fd, data);
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
  fs.renameSync(aside, file);
}

/** The same of one JSON document. */
export const writeJson = (file: string, document: unknown): void =>
  writeWhole(file, `${JSON.stringify(document, null, 2)}\n`);
