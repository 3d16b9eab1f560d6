/**
 * `npm run validate [-- NAME...]`: remakes the tables of docs/validation.md and docs/robustness.md, each by the
 * command that stands above it; with NAME only those of that validation.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

const root = path.dirname(import.meta.dirname);
const files = ['docs/validation.md', 'docs/robustness.md'];
const cli = path.join(root, 'dist/show/cli/main.js');

/** A table stands between the line of its command and the end of the next code block. */
const SECTION = /^<!-- spillway (validate ([\w-]+)[^\n]*) -->\n```\n[\s\S]*?^```$/gm;

/** What would be replaced, each as it stands. */
export const sectionsOf = (text: string): string[] => text.match(SECTION) ?? [];

function remade(text: string, asked: readonly string[]): string {
  return text.replace(SECTION, (section: string, command: string, name: string) => {
    if (asked.length > 0 && !asked.includes(name)) return section;
    process.stderr.write(`spillway ${command}\n`);
    const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? '');
    const { stdout, status } = spawnSync(process.execPath, [cli, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 1e8,
    });
    // 1: some row does not agree, which the table says.
    if (status !== 0 && status !== 1) throw new Error(`spillway ${command}: exit code ${status}`);
    return `<!-- spillway ${command} -->\n\`\`\`\n$ spillway ${command}\n${stdout.trimEnd()}\n\`\`\``;
  });
}

if (process.argv[1] === import.meta.filename) {
  for (const name of files) {
    const file = path.join(root, name);
    fs.writeFileSync(file, remade(fs.readFileSync(file, 'utf8'), process.argv.slice(2)));
  }
}
