import * as z from 'zod';
import type { Evidence, FieldEvidence } from './evidence.ts';

/** Evidence as a footer keeps it: s scalar, e element, and how many of them c and a; o objects, with n their number and f their fields as [name, place, seen, evidence]. */
type Kept = {
  readonly s?: string | readonly [number, number] | undefined;
  readonly c?: number | undefined;
  readonly e?: Kept | undefined;
  readonly a?: number | undefined;
  readonly o?: { readonly n: number; readonly f: readonly KeptField[]; readonly m?: Kept | undefined } | undefined;
};
type KeptField = readonly [string, number, number, Kept];

const plain = z.enum(['boolean', 'bigint', 'double', 'date', 'timestamp', 'string']);
const count = z.number().int().nonnegative();
const kept: z.ZodType<Kept> = z.lazy(() =>
  z.object({
    s: z.union([plain, z.tuple([count, count])]).optional(),
    c: count.optional(),
    e: kept.optional(),
    a: count.optional(),
    o: z.object({ n: count, f: z.array(z.tuple([z.string(), count, count, kept])), m: kept.optional() }).optional(),
  }),
);

export function evidenceText(evidence: Evidence): string {
  return JSON.stringify(keep(evidence));
}

/** Throws ZodError. */
export function readEvidence(text: string): Evidence {
  return restore(kept.parse(JSON.parse(text)));
}

function keep({ scalar, scalars, element, arrays, objects }: Evidence): Kept {
  return {
    ...(scalar === undefined
      ? {}
      : { s: typeof scalar === 'string' ? scalar : [scalar.whole, scalar.scale], c: scalars }),
    ...(element === undefined ? {} : { e: keep(element), a: arrays }),
    ...(objects === undefined
      ? {}
      : {
          o: {
            n: objects.count,
            f: [...objects.named].map(([name, { at, seen, what }]): KeptField => [name, at, seen, keep(what)]),
            ...(objects.many === undefined ? {} : { m: keep(objects.many) }),
          },
        }),
  };
}

function restore({ s, c = 0, e, a = 0, o }: Kept): Evidence {
  const scalar = plain.safeParse(s).data ?? (Array.isArray(s) ? decimalOf(s) : undefined);
  return {
    ...(scalar === undefined ? {} : { scalar, scalars: c }),
    ...(e === undefined ? {} : { element: restore(e), arrays: a }),
    ...(o === undefined
      ? {}
      : {
          objects: {
            count: o.n,
            named: new Map(o.f.map(fieldOf)),
            ...(o.m === undefined ? {} : { many: restore(o.m) }),
          },
        }),
  };
}

function decimalOf([whole = 0, scale = 0]: readonly number[]) {
  return { whole, scale };
}

function fieldOf([name, at, seen, what]: KeptField): readonly [string, FieldEvidence] {
  return [name, { at, seen, what: restore(what) }];
}
