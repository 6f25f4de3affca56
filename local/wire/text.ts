import { FromStringShapeDeserializer, ToStringShapeSerializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';

/** Timestamps in headers are HTTP dates (6) unless a trait says otherwise; in queries, ISO 8601 (5). */
const fromHeader = new FromStringShapeDeserializer({
  httpBindings: true,
  timestampFormat: { useTrait: true, default: 6 },
});
const fromQuery = new FromStringShapeDeserializer({
  httpBindings: true,
  timestampFormat: { useTrait: true, default: 5 },
});
const toHeader = new ToStringShapeSerializer({ httpBindings: true, timestampFormat: { useTrait: true, default: 6 } });

/** A header's text as the member's type; lists are comma-separated. A date that is none is left out, as RFC 9110 has it (13.1.3). */
export function readHeader(schema: NormalizedSchema, text: string): unknown {
  return schema.isListSchema()
    ? text.split(',').map((item) => fromHeader.read(schema.getValueSchema(), item.trim()))
    : readScalar(fromHeader, schema, text);
}

function readScalar(reader: FromStringShapeDeserializer, schema: NormalizedSchema, text: string): unknown {
  if (!schema.isTimestampSchema()) return reader.read(schema, text);
  try {
    return reader.read(schema, text);
  } catch {
    return undefined;
  }
}

/** A query parameter's text, or a form value, as the member's type. */
export function readQueryText(schema: NormalizedSchema, text: string): unknown {
  return readScalar(fromQuery, schema, text);
}

export function writeHeader(schema: NormalizedSchema, value: unknown): string {
  if (schema.isListSchema() && Array.isArray(value))
    return value.map((item) => writeHeader(schema.getValueSchema(), item)).join(', ');
  toHeader.write(schema, value);
  return toHeader.flush();
}
