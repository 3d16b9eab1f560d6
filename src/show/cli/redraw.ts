import { stripVTControlCharacters } from 'node:util';

const linesOf = (row: string, columns: number) =>
  Math.max(1, Math.ceil([...stripVTControlCharacters(row)].length / (columns || 80)));

/** A text that stands on the terminal and is drawn again in its place. */
export function redrawing(out: Pick<NodeJS.WriteStream, 'write' | 'columns'>) {
  let lines = 0;
  return {
    draw(text: string): void {
      const rows = text.split('\n');
      const up = lines > 0 ? `\x1b[${lines}A` : '';
      out.write(`${up}${rows.map((row) => `\x1b[2K${row}\n`).join('')}\x1b[0J`);
      // A row that is longer than the terminal is wide stands in several lines.
      lines = rows.map((row) => linesOf(row, out.columns)).reduce((a, b) => a + b, 0);
    },
    /** What stands there stays. */
    end(): void {
      lines = 0;
    },
  };
}
