import * as z from 'zod';

const table = z.string().regex(/^[a-z_][a-z0-9_]{0,127}$/);
const generation = z.number().int().min(2);
const readFrom = z.object({
  position: z.array(z.number().int().nonnegative()).min(1).max(3),
  isGzip: z.boolean(),
  records: z.number().int().nonnegative().optional(),
});

/** Somebody asks for other types: those of `columns`, and for all others what the files show. */
export const retypeRequest = z.object({ table, columns: z.record(z.string(), z.string()).default({}) });

/**
 * What retype sends itself. `gather`: read what the files show; `convert`: make rows again of objects behind `after` that
 * have landed since `since` (epoch ms); `swap`: have readers see the new ones; `clean`: remove the old, not before `notBefore`.
 */
const step = z.discriminatedUnion('step', [
  z.object({ step: z.literal('gather'), table, generation }),
  z.object({
    step: z.literal('convert'),
    table,
    generation,
    since: z.number(),
    begunAt: z.number(),
    after: z.string().optional(),
    /** Where to go on in an object behind it. */
    from: z.object({ key: z.string(), which: z.string(), at: readFrom }).optional(),
  }),
  z.object({ step: z.literal('swap'), table, generation, since: z.number() }),
  z.object({ step: z.literal('clean'), table, generation, notBefore: z.number() }),
]);
export type Step = z.infer<typeof step>;
export type StepOf<N extends Step['step']> = Extract<Step, { readonly step: N }>;

export const retypeMessage = z.union([step, retypeRequest]);
