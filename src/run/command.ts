/** Command lines in messages, as a shell takes them. */

/** @example commandLine('run', 'my card.yaml') // "spillway run 'my card.yaml'" */
export const commandLine = (...args: readonly string[]): string =>
  ['spillway', ...args.map(quoted)].join(' ');

const quoted = (text: string) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
