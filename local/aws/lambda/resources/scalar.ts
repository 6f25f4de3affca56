import { z } from 'zod';

/** CloudFormation writes numbers and booleans as text as often as not. */
export const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
export const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() }));

export function tagMap(list: z.infer<typeof tags> | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key, Value]));
}
