import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { z } from 'zod';

/** A constraint that a value fails: where (names and positions from the top), which, and what it asks. */
export type Violation = {
  readonly path: readonly string[];
  readonly keyword: string;
  readonly limit: unknown;
  readonly value: unknown;
  /** The member that is missing, or one too many. */
  readonly member?: string | undefined;
  /** It is a key of the map at `path` that fails. */
  readonly isKey: boolean;
  /** The value is never repeated. */
  readonly isSensitive: boolean;
};

type Settings = {
  /** A pattern is of the whole text, as in the models of services; else it is found anywhere, as JSON Schema has it. */
  readonly wholePatterns?: boolean;
  readonly coerceTypes?: boolean;
};

/** A reader of JSON Schema with AWS's patterns (Java's, mostly JavaScript's too) and lengths of blobs. */
export function createValidator({ wholePatterns = false, coerceTypes = false }: Settings): Ajv2020 {
  const validator = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    validateFormats: false,
    validateSchema: false,
    logger: false,
    coerceTypes,
    // Compiling is what costs: without these two, a third of the time (233 ms of CPU, not 641, for every resource type).
    messages: false,
    code: {
      optimize: false,
      regExp: Object.assign(wholePatterns ? compileWhole : compilePattern, { code: 'compilePattern' }),
    },
  });
  validator.addKeyword({
    keyword: 'minBytes',
    schemaType: 'number',
    validate: (least: number, value: unknown) => !(value instanceof Uint8Array) || value.length >= least,
  });
  validator.addKeyword({
    keyword: 'maxBytes',
    schemaType: 'number',
    validate: (most: number, value: unknown) => !(value instanceof Uint8Array) || value.length <= most,
  });
  return validator;
}

/** A pattern that needs Unicode's classes gets them; one that is no regular expression with them is read without. */
function compilePattern(pattern: string): RegExp {
  const own = pattern.replace(/\\Z$/, '$');
  try {
    return new RegExp(own, 'u');
  } catch {
    return new RegExp(own);
  }
}

const compileWhole = (pattern: string): RegExp => compilePattern(`^(?:${pattern})$`);

/** What a validation found, without what only says that something inside was found. */
export function violations(errors: readonly ErrorObject[] | null | undefined): readonly Violation[] {
  return (errors ?? [])
    .filter(({ keyword, schemaPath }) => keyword !== 'if' && keyword !== 'propertyNames' && !isBranch(schemaPath))
    .map(violation);
}

const isBranch = (schemaPath: string): boolean => /\/(anyOf|oneOf)\/\d+\//.test(schemaPath);

const members = z.looseObject({ missingProperty: z.string().optional(), additionalProperty: z.string().optional() });

function violation({
  instancePath,
  keyword,
  schema,
  data,
  params,
  parentSchema,
  propertyName,
}: ErrorObject): Violation {
  const { missingProperty, additionalProperty } = members.parse(params);
  return {
    path: instancePath.split('/').slice(1).map(readPointerPart),
    keyword,
    limit: schema,
    value: data,
    member: missingProperty ?? additionalProperty,
    isKey: propertyName !== undefined,
    isSensitive: parentSchema?.sensitive === true,
  };
}

/** A name in a JSON pointer. */
const readPointerPart = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** One of the tables beside this file. */
export function readTable(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`tables/${file}`, import.meta.url), 'utf8'));
}
