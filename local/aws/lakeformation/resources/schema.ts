import { z } from 'zod';

/** CloudFormation gives what a template has: `true` or `"true"`. */
export const flag = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean());

const names = z.array(z.string());
const tag = { CatalogId: z.string(), TagKey: z.string(), TagValues: names };

export const database = z.strictObject({ CatalogId: z.string(), Name: z.string() });
export const table = z.strictObject({
  CatalogId: z.string(),
  DatabaseName: z.string(),
  Name: z.string().optional(),
  TableWildcard: z.strictObject({}).optional(),
});
export const columns = z.strictObject({
  CatalogId: z.string(),
  DatabaseName: z.string(),
  Name: z.string(),
  ColumnNames: names.optional(),
  ColumnWildcard: z.strictObject({ ExcludedColumnNames: names.optional() }).optional(),
});
export const tagPair = z.strictObject(tag);
export const policy = z.strictObject({
  CatalogId: z.string(),
  ResourceType: z.enum(['DATABASE', 'TABLE']),
  Expression: z.array(z.strictObject({ TagKey: z.string(), TagValues: names })),
});
export const location = z.strictObject({ CatalogId: z.string(), ResourceArn: z.string() });
