/**
 * YAML that every reader takes for the same, those of YAML 1.1 included: HEPData's is one.
 */
import { Document, type ScalarTag } from 'yaml';

/** In YAML 1.1 a number with an exponent has a point and a sign too: 1e-7 is a text. */
const NUMBER: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^[-+]?\d+\.\d*(?:[eE][-+]\d+)?$/,
  identify: (value) => typeof value === 'number',
  resolve: Number,
  stringify: ({ value }) => yamlNumber(Number(value)),
};

/** @example yamlNumber(1e-7) // "1.0e-7" */
export const yamlNumber = (value: number): string =>
  JSON.stringify(value).replace(/^(-?\d+)(e)/, '$1.0$2');

/** One document, without what begins or ends it. */
export function yaml(value: unknown): string {
  const document = new Document(value, {
    version: '1.1',
    customTags: (tags) => [NUMBER, ...tags],
    aliasDuplicateObjects: false,
  });
  return document.toString({ lineWidth: 0 });
}
