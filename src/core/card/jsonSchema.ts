/**
 * JSON schemas (draft-07) of cards and their files, for editors: made from the schemas by which cards are read.
 *
 * A file may say `from` in any section and give the rest of it there. So a schema tells an unknown key and a wrong value,
 * not a missing key, but for lists and campaigns, which are always whole.
 */
import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import {
  describeDimension,
  type Dimension,
  formatQuantity,
  quantityExpression,
  unitsOf,
} from '../units.js';
import { describeRange, type Leaf } from './quantity.js';
import { AnyFault } from './faults.js';
import { CampaignSchema, CardSchema } from './schema.js';

/** A card, a campaign, and the sections that have files of their own. */
const FILES = {
  card: { schema: CardSchema, title: 'a run card' },
  campaign: { schema: CampaignSchema, title: 'a campaign of several runs' },
  beam: { schema: CardSchema.entries.beam, title: 'section beam of a card' },
  nature: { schema: CardSchema.entries.nature, title: 'section nature of a card' },
  detector: { schema: CardSchema.entries.detector, title: 'section detector of a card' },
  menu: { schema: CardSchema.entries.trigger, title: 'section trigger of a card' },
  readout: { schema: CardSchema.entries.readout, title: 'section readout of a card' },
  analysis: { schema: CardSchema.entries.analysis, title: 'section analysis of a card' },
  faults: { schema: AnyFault, title: 'one of the faults of a card' },
} as const;

export type SchemaName = keyof typeof FILES;
export const SCHEMAS = Object.keys(FILES) as SchemaName[];

/** The JSON schema of a file. */
export function jsonSchema(name: SchemaName): JsonSchema {
  const { schema, title } = FILES[name];
  const { $schema, definitions, ...strict } = toJsonSchema(schema, {
    target: 'draft-07',
    ignoreActions: ['raw_transform'],
    // The walk takes no longer ones either.
    overrideSchema: ({ valibotSchema, jsonSchema: made }) =>
      valibotSchema.type === 'tuple' ? { ...made, additionalItems: false } : undefined,
    overrideAction: ({ valibotAction }) => {
      const { leaf } = (valibotAction as { metadata?: { leaf?: Leaf } }).metadata ?? {};
      return leaf && leafSchema(leaf);
    },
  });
  const own = name === 'campaign' ? strict : loosened(strict);
  return { ...($schema && { $schema }), title, ...own, ...(definitions && { definitions }) };
}

function leafSchema({ kind, range = {}, names }: Leaf): JsonSchema {
  const { min, max } = range;
  const bounds = {
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
  };
  switch (kind) {
    case 'choice':
      return { enum: [...(names ?? [])] };
    case 'text':
      // 42 is a text as well.
      return { type: ['string', 'number', 'boolean'], pattern: '\\S' };
    case 'count':
      return { type: 'integer', ...bounds };
    case 'fraction':
    case 'factor':
    case 'number':
      return { type: 'number', ...bounds };
    default:
      return quantitySchema(kind, range);
  }
}

/** The range is told in words: a pattern cannot compare. */
function quantitySchema(dimension: Dimension, range: NonNullable<Leaf['range']>): JsonSchema {
  const bounds = describeRange(range, (value) => formatQuantity(value, dimension));
  const units = `in ${unitsOf(dimension).join(', ')}`;
  const description = [`${describeDimension(dimension)}, ${units}`, bounds].filter((part) => part);
  return {
    type: 'string',
    pattern: quantityExpression(dimension),
    description: description.join('; '),
  };
}

type Properties = Readonly<Record<string, JsonSchema | boolean>>;

/** The same where sections may be completed by the file that `from` names, there or in a section about them. */
function loosened(schema: JsonSchema, mayInclude = true): JsonSchema {
  if (schema.oneOf) return variant(schema.oneOf as JsonSchema[]);
  if (schema.anyOf)
    return { ...schema, anyOf: schema.anyOf.map((one) => loosenedIfAny(one, false)) };
  if (schema.type !== 'object') return schema;
  const { required: _, ...rest } = schema;
  if (schema.properties === undefined) {
    const { additionalProperties: item = true } = schema;
    return { ...rest, additionalProperties: loosenedIfAny(item) };
  }
  const properties = each(schema.properties as Properties);
  return {
    ...rest,
    properties: mayInclude ? withFrom(properties) : (properties as typeof rest.properties),
  };
}

const loosenedIfAny = (schema: JsonSchema | boolean, mayInclude = true) =>
  typeof schema === 'boolean' ? schema : loosened(schema, mayInclude);

const each = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).map(([key, below]) => [key, loosenedIfAny(below)]));

/** Where `from` is no key of its own. */
const withFrom = (properties: Properties): JsonSchema['properties'] => ({
  from: {
    type: 'string',
    description: 'a file that is this section; the keys beside it override it',
  },
  ...(properties as JsonSchema['properties']),
});

/**
 * Of several forms, of which one key names one: all keys of all of them, for that key may stand in the file which `from`
 * names; where it stands here, only those of its form.
 */
function variant(options: readonly JsonSchema[]): JsonSchema {
  const forms = options.map(({ properties = {} }) => each(properties as Properties));
  const isConst = (schema: JsonSchema | boolean) => typeof schema === 'object' && 'const' in schema;
  const key = Object.keys(forms[0]).find((name) => forms.every((form) => isConst(form[name])));
  if (key === undefined) throw new TypeError('a variant without a key that names its forms');
  const nameOf = (form: Properties) => (form[key] as JsonSchema).const as string;
  const names = [...new Set(forms.flatMap((form) => Object.keys(form)))];
  const all = names.map((name) => {
    if (name === key) return [name, { enum: forms.map(nameOf) }] as const;
    const own = forms.flatMap((form) => (form[name] === undefined ? [] : [form[name]]));
    const different = [...new Map(own.map((one) => [JSON.stringify(one), one])).values()];
    return [name, different.length === 1 ? different[0] : { anyOf: different }] as const;
  });
  return {
    type: 'object',
    properties: withFrom(Object.fromEntries(all) as Properties),
    additionalProperties: false,
    allOf: forms.map((form) => ({
      if: { properties: { [key]: { const: nameOf(form) } }, required: [key] },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON schemas.
      then: {
        properties: Object.fromEntries(
          all
            .filter(([name, any]) => name !== key && any !== form[name])
            .map(([name]) => [name, form[name] ?? false]),
        ) as JsonSchema['properties'],
      },
    })),
  };
}
