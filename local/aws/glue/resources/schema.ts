import { z } from 'zod';

const column = z.strictObject({ Name: z.string(), Type: z.string().optional(), Comment: z.string().optional() });
const parameters = z.record(z.string(), z.coerce.string());
const flag = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean());

export const columns = z.array(column);
export const parametersSchema = parameters;

/** StorageDescriptor of a table or partition; bucketing and skew, which Athena here does not read, are not taken. */
export const storageDescriptor = z.strictObject({
  Columns: columns.optional(),
  Location: z.string().optional(),
  InputFormat: z.string().optional(),
  OutputFormat: z.string().optional(),
  Compressed: flag.optional(),
  NumberOfBuckets: z.coerce.number().optional(),
  SerdeInfo: z
    .strictObject({
      Name: z.string().optional(),
      SerializationLibrary: z.string().optional(),
      Parameters: parameters.optional(),
    })
    .optional(),
  SortColumns: z.array(z.strictObject({ Column: z.string(), SortOrder: z.coerce.number() })).optional(),
  StoredAsSubDirectories: flag.optional(),
  Parameters: parameters.optional(),
});
