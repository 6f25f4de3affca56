import * as z from 'zod';

const text = z.object({ String: z.object({ sval: z.string() }) }).transform(({ String: { sval } }) => sval);

export const names = z.array(text);

// A whole number of 0 is left out of the tree
const modifier = z
  .object({ A_Const: z.object({ ival: z.object({ ival: z.number().default(0) }).optional() }) })
  .transform(({ A_Const: { ival } }) => ival?.ival);

/** A type as PostgreSQL's parser gives it. */
export const typeName = z.object({
  names,
  typmods: z.array(z.union([modifier, z.unknown().transform(() => undefined)])).default([]),
  arrayBounds: z.array(z.unknown()).default([]),
});
export type TypeName = z.infer<typeof typeName>;

/** As format_type() of a server writes it, as far as the lake's types depend on it. */
export function typeText({ names: path, typmods, arrayBounds }: TypeName): string {
  const name = path[0] === 'pg_catalog' || path.length === 1 ? (path.at(-1) ?? '') : path.join('.');
  const [base = name, behind = ''] = (spelled[name] ?? name).split('#');
  const given = name === 'numeric' && typmods.length === 1 ? [...typmods, 0] : typmods;
  const modifiers = given.length === 0 || given.includes(undefined) ? '' : `(${given.join(',')})`;
  return `${base}${modifiers}${behind}${arrayBounds.length > 0 ? '[]' : ''}`;
}

/** The modifier stands at #, or at the end. */
const spelled: Readonly<Record<string, string>> = {
  int2: 'smallint',
  smallserial: 'smallint',
  int4: 'integer',
  serial: 'integer',
  int8: 'bigint',
  bigserial: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  bpchar: 'character',
  varchar: 'character varying',
  varbit: 'bit varying',
  timestamp: 'timestamp# without time zone',
  timestamptz: 'timestamp# with time zone',
  time: 'time# without time zone',
  timetz: 'time# with time zone',
};
