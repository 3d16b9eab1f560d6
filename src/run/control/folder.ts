/**
 * The folder `control/` of a directory that is being written: state, requests, and what came of each. It is there no
 * longer than the work is under way; neither manifest nor hashes know it.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { FILES } from '../store/layout.js';
import { ASIDE } from '../store/write.js';

const STATE = 'state.json';
const REQUEST = '.request';
const ANSWER = '.answer';

/** Whole or not there, for whoever reads beside; not forced to the disk, since it means nothing after a crash. */
function publish(file: string, value: object): void {
  fs.writeFileSync(`${file}${ASIDE}`, `${JSON.stringify(value)}\n`);
  fs.renameSync(`${file}${ASIDE}`, file);
}

/** Null where it is not there, or was removed or replaced by something else. */
function read<T>(file: string, parse: Parse<T>): T | null {
  try {
    return parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** What a text says; null, or an exception of JSON, where it is not what it should be. */
export type Parse<T> = (text: string) => T | null;

const folderOf = (directory: string) => path.join(directory, FILES.control);

/** The side of who writes it. */
export const served = {
  /** Without what a killed process has left: its requests are nobody's any more. */
  open(directory: string): void {
    served.close(directory);
    fs.mkdirSync(folderOf(directory));
  },

  close(directory: string): void {
    fs.rmSync(folderOf(directory), { recursive: true, force: true });
  },

  publishState(directory: string, state: object): void {
    publish(path.join(folderOf(directory), STATE), state);
  },

  /** Requests that wait, in the order of their names; each is given once, whatever it is. */
  take(directory: string): { readonly name: string; readonly text: string }[] {
    const folder = folderOf(directory);
    const files = fs.readdirSync(folder).filter((file) => file.endsWith(REQUEST));
    return files.sort().map((file) => {
      const text = read(path.join(folder, file), String) ?? '';
      fs.rmSync(path.join(folder, file));
      return { name: file.slice(0, -REQUEST.length), text };
    });
  },

  answer(directory: string, name: string, answer: object): void {
    publish(path.join(folderOf(directory), `${name}${ANSWER}`), answer);
  },
};

/** The side of who asks. */
export const asked = {
  state: <State>(directory: string, parse: Parse<State>): State | null =>
    read(path.join(folderOf(directory), STATE), parse),

  isServed: (directory: string): boolean => fs.existsSync(path.join(folderOf(directory), STATE)),

  /** @param name of its own for each request */
  post(directory: string, name: string, request: object): void {
    publish(path.join(folderOf(directory), `${name}${REQUEST}`), request);
  },

  /** The answer, once; null while there is none. */
  collect<Answer>(directory: string, name: string, parse: Parse<Answer>): Answer | null {
    const file = path.join(folderOf(directory), `${name}${ANSWER}`);
    const answer = read(file, parse);
    if (answer !== null) fs.rmSync(file, { force: true });
    return answer;
  },

  /** Takes a request back. @returns whether it still waited */
  withdraw(directory: string, name: string): boolean {
    try {
      fs.rmSync(path.join(folderOf(directory), `${name}${REQUEST}`));
      return true;
    } catch {
      return false;
    }
  },
};
