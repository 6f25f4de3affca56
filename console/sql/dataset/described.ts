import * as z from 'zod/mini';
import { ask } from '../../lake/api.ts';

const describedSchema = z.object({
  file: z.string(),
  text: z.string(),
  next: z.array(z.string()),
  mistakes: z.array(z.object({ line: z.number(), column: z.number(), message: z.string() })),
});

export type Described = z.infer<typeof describedSchema>;

export type DatasetCall = {
  readonly description: string;
  readonly materialized: 'table' | 'incremental' | 'view';
  readonly partitionedBy?: string | undefined;
  readonly uniqueKey: readonly string[];
  readonly eventTime?: string | undefined;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly sql: string;
  readonly database: string;
};

/** The file that a dataset would be, and what packaging says against it. Throws ApiError. */
export function describeDataset(name: string, call: DatasetCall, signal: AbortSignal): Promise<Described> {
  const init = { method: 'POST', body: JSON.stringify(call), signal };
  return ask(`new-dataset/${encodeURIComponent(name)}`, describedSchema, init);
}
