import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse, parseAllDocuments } from 'yaml';
import { hepdataFiles, type Submission } from '../../../src/analyse/interchange/hepdata/index.js';
import {
  DataTable,
  problemsIn,
  TableEntry,
} from '../../../src/analyse/interchange/hepdata/schema.js';
import { yaml, yamlNumber } from '../../../src/analyse/interchange/hepdata/yaml.js';
import type { ResultTable } from '../../../src/analyse/interchange/table.js';

/** The example of https://hepdata-submission.readthedocs.io/en/latest/data_yaml.html, shortened. */
const EXAMPLE = `
independent_variables:
- header: {name: Leading dilepton PT, units: GEV}
  values:
  - {low: 0, high: 60}
  - {low: 60, high: 100}
dependent_variables:
- header: {name: 10**6 * 1/SIG(fiducial) * D(SIG(fiducial))/DPT, units: GEV**-1}
  qualifiers:
  - {name: RE, value: P P --> Z0 < LEPTON+ LEPTON- > Z0 < LEPTON+ LEPTON- > X}
  - {name: SQRT(S), units: GEV, value: 7000}
  values:
  - value: 7000
    errors:
    - {symerror: 1100, label: stat}
    - {symerror: 79, label: 'sys,detector'}
  - value: 80
    errors:
    - {asymerror: {plus: 0.4, minus: -0.3}, label: stat}
    - {symerror: 5%, label: sys}
    - {asymerror: {plus: '', minus: -0.3}}
`;

/** The same site, page submission.yaml. */
const ENTRY = `
name: "Table 1"
description: Describe the data.
keywords:
- {name: reactions, values: [P P --> Z0 Z0 X]}
- {name: observables, values: [SIG]}
- {name: cmenergies, values: [7000]}
- {name: phrases, values: [Inclusive, Z pair Production]}
data_file: data1.yaml
location: Data from Page 17 of preprint
data_license:
  name: "GPL 2"
  url: "url for license"
  description: "Tell me about it."
additional_resources:
- location: "https://github.com/HEPData/hepdata"
  description: "Full source code for creating this data"
- location: "root_file.root"
  description: "Some file"
  license:
    name: 'GPL 2'
    url: "url for license"
`;

const TABLE: ResultTable = {
  file: 'limit',
  name: 'Upper limits',
  location: 'Figure 3',
  description: 'Upper limits on the mixing',
  independent: [{ name: 'mass', unit: 'GeV', values: [0.001, 0.01, 0.1] }],
  dependent: [
    {
      name: 'eps',
      unit: '',
      values: [1e-7, 2.5e-5, null],
      qualifiers: [{ name: 'limit', value: 'expected' }],
      errors: [
        { label: '1 sigma', minus: [1e-8, 1e-6, null], plus: [2e-8, 1e-6, null] },
        { label: '2 sigma', minus: [null, null, null], plus: [3e-8, null, null] },
      ],
    },
  ],
};
const SUBMISSION: Submission = {
  comment: 'Emulated: no data of an experiment.',
  keywords: [{ name: 'phrases', values: ['Dark photon'] }],
  tables: [TABLE],
};

const words = (schema: typeof DataTable | typeof TableEntry, document: unknown) =>
  problemsIn(schema, document, 'f').map(({ what, fault, got, expected }) =>
    [what, fault, got, expected].filter((part) => part !== undefined).join(' | '),
  );

const changed = (text: string, from: string, to: string) => {
  assert.ok(text.includes(from), from);
  return parse(text.replace(from, to));
};

test('the examples of the documentation are valid', () => {
  assert.equal(words(DataTable, parse(EXAMPLE)), []);
  assert.equal(words(TableEntry, parse(ENTRY)), []);
});

test('what the documentation rules out is refused at its place', () => {
  const data = (from: string, to: string) => words(DataTable, changed(EXAMPLE, from, to));
  const first = 'dependent_variables.0.values.0';
  assert.equal(data('  - {low: 60, high: 100}\n', ''), ['as many values in each variable']);
  assert.equal(data('{low: 0, high: 60}', '{low: 0}'), [
    'independent_variables.0.values.0 | a value, or low and high with or without a number between',
  ]);
  assert.equal(data('{symerror: 1100, label: stat}', '{label: stat}'), [
    `${first}.errors.0 | either symerror or asymerror`,
  ]);
  assert.equal(data('symerror: 1100', 'symerror: large'), [
    `${first}.errors.0.symerror | "large" | a finite number, a percentage such as "5%", or ""`,
  ]);
  assert.equal(data('symerror: 1100', 'symerror: .inf'), [
    `${first}.errors.0.symerror | Infinity | a finite number, a percentage such as "5%", or ""`,
  ]);
  assert.equal(data('value: 7000\n    errors', "value: '-'\n    errors"), [
    `${first} | no errors where the value is no number`,
  ]);
  assert.equal(data('plus: 0.4, ', ''), [
    'dependent_variables.0.values.1.errors.0.asymerror.plus | missing key',
  ]);
  assert.equal(data('header: {name: Lead', 'headers: {name: Lead'), [
    'independent_variables.0.header | missing key',
    'independent_variables.0.headers | unknown key',
  ]);
  const zero = EXAMPLE.replace('1100', '0').replace('79', '0%');
  assert.equal(words(DataTable, parse(zero)), [`${first} | an error that is not zero`]);
  const entry = (from: string, to: string) => words(TableEntry, changed(ENTRY, from, to));
  assert.equal(entry('"Table 1"', 'x'.repeat(65)), [
    `name | "${'x'.repeat(65)}" | at most 64 characters`,
  ]);
  assert.equal(entry('name: phrases', 'name: words'), [
    'keywords.3.name | "words" | ("cmenergies" | "observables" | "reactions" | "phrases")',
  ]);
  assert.equal(entry('data_file: data1.yaml\n', ''), ['data_file | missing key']);
});

test('a submission: one document on the whole, one for each table, and the data', () => {
  const [submission, data, ...more] = hepdataFiles(SUBMISSION);
  assert.equal(more, []);
  assert.is(submission[0], 'submission.yaml');
  const documents = parseAllDocuments(submission[1]).map((d) => d.toJS());
  assert.equal(documents, [
    { comment: SUBMISSION.comment },
    {
      name: 'Upper limits',
      location: 'Figure 3',
      description: 'Upper limits on the mixing',
      keywords: [{ name: 'phrases', values: ['Dark photon'] }],
      data_file: 'limit.yaml',
    },
  ]);
  assert.is(data[0], 'limit.yaml');
  assert.equal(parse(data[1]), {
    independent_variables: [
      {
        header: { name: 'mass', units: 'GeV' },
        values: [{ value: 0.001 }, { value: 0.01 }, { value: 0.1 }],
      },
    ],
    dependent_variables: [
      {
        header: { name: 'eps' },
        qualifiers: [{ name: 'limit', value: 'expected' }],
        values: [
          {
            value: 1e-7,
            errors: [
              { asymerror: { minus: -1e-8, plus: 2e-8 }, label: '1 sigma' },
              { asymerror: { minus: '', plus: 3e-8 }, label: '2 sigma' },
            ],
          },
          { value: 2.5e-5, errors: [{ symerror: 1e-6, label: '1 sigma' }] },
          { value: '-' },
        ],
      },
    ],
  });
});

test('numbers and words are the same to readers of YAML 1.1', () => {
  // The pattern of PyYAML for a float, yaml.org/type/float.html.
  const FLOAT = /^[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?$/;
  for (const value of [1e-7, -3e-9, 1.25e-8, 2e21, 1.5e300]) {
    assert.match(yamlNumber(value), FLOAT);
    assert.is(Number(yamlNumber(value)), value);
  }
  assert.is(yamlNumber(90), '90');
  assert.is(
    yaml({ a: [1e-7, 'no', '1e-7', '12:30'] }),
    'a:\n  - 1.0e-7\n  - "no"\n  - "1e-7"\n  - "12:30"\n',
  );
});

test('nothing is written of what is not valid: every problem at once', () => {
  const column = { ...TABLE.dependent[0], values: [Number.NaN, 2.5e-5, null] };
  const bad = { ...TABLE, name: 'y'.repeat(70), dependent: [column] };
  const message = (submission: Submission) => {
    try {
      hepdataFiles(submission);
    } catch (error) {
      return (error as Error).message.split('\n');
    }
    return [];
  };
  assert.equal(message({ ...SUBMISSION, tables: [bad] }), [
    `submission.yaml: ${'y'.repeat(70)} name: got "${'y'.repeat(70)}", expected at most 64 characters`,
    'limit.yaml dependent_variables.0.values.0.value: got NaN, expected (number | string)',
  ]);
  assert.equal(message({ ...SUBMISSION, tables: [TABLE, TABLE] }), [
    'submission.yaml name: got "Upper limits" twice, expected one of its own for each table',
    'submission.yaml data_file: got "limit.yaml" twice, expected one of its own for each table',
  ]);
  assert.equal(message({ ...SUBMISSION, tables: [] }), ['submission.yaml: has no table']);
});

test.run();
