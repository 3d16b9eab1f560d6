/** A text that stands on the terminal and is drawn again in its place. */
export function redrawing(out: NodeJS.WriteStream) {
  let lines = 0;
  return {
    draw(text: string): void {
      const rows = text.split('\n');
      const up = lines > 0 ? `\x1b[${lines}A` : '';
      out.write(`${up}${rows.map((row) => `\x1b[2K${row}\n`).join('')}\x1b[0J`);
      lines = rows.length;
    },
    /** What stands there stays. */
    end(): void {
      lines = 0;
    },
  };
}
