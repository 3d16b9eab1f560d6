/**
 * `npm run licences`: writes THIRD_PARTY.md, the licences of everything an installed Spillway
 * brings along, from package-lock.json. A licence that is not on the list below stops it: then
 * somebody has to read that licence.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';

const root = path.dirname(import.meta.dirname);

/**
 * Licences compatible with distribution under Apache-2.0: permissive, but for MPL-2.0, which binds whoever
 * changes its files, and they are installed as they are.
 */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'Apache-2.0 AND BSL-1.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Bitstream-Vera',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Unlicense',
];

/** Where a package has its licence as a text alone: the one that was read there. */
const READ: Readonly<Record<string, string>> = { 'dejavu-fonts-ttf': 'Bitstream-Vera' };

interface Locked {
  version: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
}

interface Row {
  name: string;
  version: string;
  licence: string;
}

function row(name: string, { version, license }: Locked): Row {
  const licence = READ[name] ?? license ?? 'none';
  if (!ALLOWED.includes(licence)) {
    throw new Error(
      `${name} ${version}: got licence "${licence}", expected one of ${ALLOWED.join(', ')}`,
    );
  }
  return { name, version, licence };
}

function table(rows: Row[]): string {
  const lines = rows.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  return ['| Package | Version | Licence |', '| --- | --- | --- |', ...lines].join('\n');
}

/** The text of THIRD_PARTY.md. */
export function thirdParty(): string {
  const lock = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked & { dependencies?: Record<string, string> }>;
  };
  const direct = new Set(Object.keys(lock.packages['']?.dependencies ?? {}));
  const rows = Object.entries(lock.packages)
    .filter(([where, { dev, devOptional }]) => where !== '' && !dev && !devOptional)
    .map(([where, locked]) => row(where.replace(/^.*node_modules\//, ''), locked))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return `# Third-party software

Spillway is under the Apache License 2.0 (see LICENSE). An installed package brings the following,
each under its own licence, whose text lies in its folder in \`node_modules\`. Nothing of it is
copied into the code of Spillway. Made by \`npm run licences\`.

## Asked for

${table(rows.filter(({ name }) => direct.has(name)))}

## Brought along by these

${table(rows.filter(({ name }) => !direct.has(name)))}
`;
}

if (process.argv[1] === import.meta.filename) {
  fs.writeFileSync(path.join(root, 'THIRD_PARTY.md'), thirdParty());
}
