import { z } from 'zod';

export type PrimitiveName =
  | 'boolean'
  | 'int'
  | 'long'
  | 'float'
  | 'double'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'string'
  | 'uuid'
  | 'binary';

export type Primitive =
  | { readonly kind: PrimitiveName }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'fixed'; readonly length: number };

/** An Iceberg type, nested ones with the ids of their fields. */
export type IcebergType = Primitive | StructType | ListType | MapType;

export type StructType = { readonly kind: 'struct'; readonly fields: readonly Field[] };

export type ListType = {
  readonly kind: 'list';
  readonly elementId: number;
  readonly elementRequired: boolean;
  readonly element: IcebergType;
};

export type MapType = {
  readonly kind: 'map';
  readonly keyId: number;
  readonly key: IcebergType;
  readonly valueId: number;
  readonly valueRequired: boolean;
  readonly value: IcebergType;
};

export type Field = {
  readonly id: number;
  readonly name: string;
  readonly required: boolean;
  readonly type: IcebergType;
  readonly doc?: string;
};

const primitiveNames: readonly PrimitiveName[] = [
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'string',
  'uuid',
  'binary',
];

const jsonField = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  required: z.boolean(),
  type: z.unknown(),
  doc: z.string().optional(),
});

const jsonNested = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('struct'), fields: z.array(jsonField) }),
  z.looseObject({
    type: z.literal('list'),
    'element-id': z.number().int(),
    'element-required': z.boolean(),
    element: z.unknown(),
  }),
  z.looseObject({
    type: z.literal('map'),
    'key-id': z.number().int(),
    key: z.unknown(),
    'value-id': z.number().int(),
    'value-required': z.boolean(),
    value: z.unknown(),
  }),
]);

/** Reads a type as the table metadata writes it; throws for what format v2 has not. */
export function readType(json: unknown): IcebergType {
  if (typeof json === 'string') return readPrimitive(json);
  const nested = jsonNested.parse(json);
  if (nested.type === 'struct') return readStruct(nested);
  if (nested.type === 'list')
    return {
      kind: 'list',
      elementId: nested['element-id'],
      elementRequired: nested['element-required'],
      element: readType(nested.element),
    };
  return {
    kind: 'map',
    keyId: nested['key-id'],
    key: readType(nested.key),
    valueId: nested['value-id'],
    valueRequired: nested['value-required'],
    value: readType(nested.value),
  };
}

/** Reads `{fields: […]}`, a schema or a struct. */
export function readStruct(json: { readonly fields: readonly z.infer<typeof jsonField>[] }): StructType {
  const fields = json.fields.map(({ id, name, required, type, doc }) => ({
    id,
    name,
    required,
    type: readType(type),
    ...(doc === undefined ? {} : { doc }),
  }));
  return { kind: 'struct', fields };
}

export const jsonFields = z.array(jsonField);

function readPrimitive(text: string): Primitive {
  const name = primitiveNames.find((candidate) => candidate === text);
  if (name) return { kind: name };
  const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(text);
  if (decimal) return { kind: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]) };
  const fixed = /^fixed\[(\d+)\]$/.exec(text);
  if (fixed) return { kind: 'fixed', length: Number(fixed[1]) };
  throw new Error(`Iceberg type ${text} is not of format version 2`);
}

/** A primitive's name as the metadata writes it. */
export function printPrimitive(type: Primitive): string {
  if (type.kind === 'decimal') return `decimal(${type.precision}, ${type.scale})`;
  if (type.kind === 'fixed') return `fixed[${type.length}]`;
  return type.kind;
}

/** The inverse of `readType`. */
export function printType(type: IcebergType): unknown {
  if (type.kind === 'struct') return { type: 'struct', fields: type.fields.map(printField) };
  if (type.kind === 'list')
    return {
      type: 'list',
      'element-id': type.elementId,
      element: printType(type.element),
      'element-required': type.elementRequired,
    };
  if (type.kind === 'map')
    return {
      type: 'map',
      'key-id': type.keyId,
      key: printType(type.key),
      'value-id': type.valueId,
      value: printType(type.value),
      'value-required': type.valueRequired,
    };
  return printPrimitive(type);
}

export function printField(field: Field): Omit<Field, 'type'> & { readonly type: unknown } {
  const { id, name, required, doc } = field;
  return { id, name, required, type: printType(field.type), ...(doc === undefined ? {} : { doc }) };
}

export function isPrimitive(type: IcebergType): type is Primitive {
  return type.kind !== 'struct' && type.kind !== 'list' && type.kind !== 'map';
}
