import { expect, it } from 'vitest';
import { z } from 'zod';
import { compare } from './diff.ts';
import type { JsonObject } from './json.ts';
import { unknownValue } from './unknown-value.ts';
import { validateProperties } from './validate.ts';

const schema = z.strictObject({
  Name: z.string().optional(),
  Size: z.number().int().optional(),
  On: z.boolean().optional(),
  Arn: z.string().regex(/^arn:/).optional(),
  Mode: z.enum(['a', 'b']).optional(),
  Either: z.union([z.strictObject({ S3: z.string() }), z.strictObject({ Zip: z.string() })]).optional(),
  Inner: z.strictObject({ List: z.array(z.strictObject({ Key: z.string(), Port: z.number() })) }).optional(),
});

it('turns text into numbers and booleans, and back, where the type wants it', () => {
  const { properties, problems } = validateProperties(schema, {
    Name: 5,
    Size: '128',
    On: 'true',
    Inner: { List: [{ Key: 'k', Port: '80' }] },
  });
  expect(problems).toEqual([]);
  expect(properties).toEqual({ Name: '5', Size: 128, On: true, Inner: { List: [{ Key: 'k', Port: 80 }] } });
});

it.each<[JsonObject, string]>([
  [{ Foo: 1 }, 'unknown property Foo'],
  [{ Inner: { List: [{ Key: 'k', Port: 1, Bar: 2 }] } }, 'unknown property Inner.List.0.Bar'],
  [{ Inner: { List: [{ Port: 1 }] } }, 'missing property Inner.List.0.Key'],
  [{ Size: 'many' }, 'property Size: Invalid input: expected number, received string'],
  [{ Mode: 'c' }, 'property Mode'],
  [{ Either: { S3: 'x', Extra: 1 } }, 'unknown property Either.Extra'],
])('%j: %s', (properties, problem) => {
  expect(validateProperties(schema, properties).problems).toEqual([expect.stringContaining(problem)]);
});

it('leaves to the deployment what depends on a value that does not exist yet', () => {
  const properties = { Arn: unknownValue('Queue', 'Arn'), Size: unknownValue('P'), Either: { S3: unknownValue('B') } };
  expect(validateProperties(schema, properties).problems).toEqual([]);
  expect(validateProperties(schema, { ...properties, Foo: unknownValue('B') }).problems).toEqual([
    'unknown property Foo',
  ]);
});

it('compares before with after, whatever the order of keys', () => {
  const before = { Name: 'a', Deep: { x: 1, y: [2] } };
  expect(compare(before, { Deep: { y: [2], x: 1 }, Name: 'a' }, ['Name']).kind).toBe('none');
  expect(compare(before, { ...before, Size: 1 }, ['Name'])).toEqual({
    kind: 'modify',
    properties: ['Size'],
    certain: true,
  });
  expect(compare(before, { ...before, Name: 'b' }, ['Name']).kind).toBe('replace');
  expect(compare(before, { ...before, Deep: { x: 2, y: [2] } }, ['Deep.x']).kind).toBe('replace');
  expect(compare(before, { ...before, Deep: { x: 1, y: [3] } }, ['Deep.x']).kind).toBe('modify');
  expect(compare(before, { ...before, Name: unknownValue('B') }, ['Name'])).toMatchObject({
    kind: 'replace',
    certain: false,
  });
});
