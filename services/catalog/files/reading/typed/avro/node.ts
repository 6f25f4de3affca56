import * as z from 'zod';
import { AvroFault } from './avro-fault.ts';

const whole = z.number().int().nonnegative();

/** What a schema says of a type that is no bare name. What is wrong with a logical type makes it none, as Avro has it. */
const node = z.looseObject({
  type: z.unknown().optional(),
  name: z.string().optional(),
  namespace: z.string().optional().catch(undefined),
  fields: z.array(z.looseObject({ name: z.string(), type: z.unknown().optional() })).optional(),
  symbols: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  values: z.unknown().optional(),
  size: whole.optional(),
  logicalType: z.string().optional().catch(undefined),
  scale: whole.max(1_000).default(0).catch(0),
});

export type SchemaNode = z.infer<typeof node>;

export function readNode(value: unknown): SchemaNode {
  const read = node.safeParse(value);
  if (read.success) return read.data;
  throw new AvroFault(`its schema has a type that is none: ${shown(value)}`);
}

export function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 80);
}
