/** Writing a file whole or not at all. */
import * as fs from 'node:fs';

/** The end of the name of what is written aside, until it is whole and renamed. */
export const ASIDE = '.new';

export function writeWhole(file: string, data: string | Uint8Array): void {
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
