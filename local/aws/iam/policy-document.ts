import { z } from 'zod';
import { AwsError } from '../../kernel/error.ts';

/** A statement with every element as a list, as the evaluator wants it. */
export type Statement = {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly principals?: Principals;
  readonly notPrincipals?: Principals;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly conditions: readonly Condition[];
};

export type Principals = readonly { readonly kind: string; readonly value: string }[];
export type Condition = { readonly operator: string; readonly key: string; readonly values: readonly string[] };

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const oneOrMany = z.union([scalar.transform((value) => [value]), z.array(scalar)]);
const principal = z.union([z.literal('*'), z.record(z.string(), oneOrMany)]);

const statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: principal.optional(),
    NotPrincipal: principal.optional(),
    Action: oneOrMany.optional(),
    NotAction: oneOrMany.optional(),
    Resource: oneOrMany.optional(),
    NotResource: oneOrMany.optional(),
    Condition: z.record(z.string(), z.record(z.string(), oneOrMany)).optional(),
  })
  .refine((value) => (value.Action === undefined) !== (value.NotAction === undefined), {
    error: 'a statement needs either Action or NotAction',
  });

const document = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z
    .unknown()
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .pipe(z.array(statement)),
});

/** Reads a policy document, JSON text or value; anything that is not one is MalformedPolicyDocument, saying where. */
export function readPolicyDocument(input: unknown): readonly Statement[] {
  const result = document.safeParse(typeof input === 'string' ? parseJson(input) : input);
  if (!result.success) throw malformed(result.error.issues.map(describe).join('; '));
  return result.data.Statement.map(normalize);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('not JSON');
  }
}

function malformed(reason: string): AwsError {
  return new AwsError('MalformedPolicyDocument', `Syntax errors in policy: ${reason}`);
}

function describe(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.');
  return where === '' ? issue.message : `${where}: ${issue.message}`;
}

function normalize(value: z.infer<typeof statement>): Statement {
  return {
    ...(value.Sid !== undefined && { sid: value.Sid }),
    effect: value.Effect,
    ...(value.Principal && { principals: principals(value.Principal) }),
    ...(value.NotPrincipal && { notPrincipals: principals(value.NotPrincipal) }),
    ...(value.Action && { actions: value.Action }),
    ...(value.NotAction && { notActions: value.NotAction }),
    ...(value.Resource && { resources: value.Resource }),
    ...(value.NotResource && { notResources: value.NotResource }),
    conditions: Object.entries(value.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values })),
    ),
  };
}

function principals(value: z.infer<typeof principal>): Principals {
  if (value === '*') return [{ kind: '*', value: '*' }];
  return Object.entries(value).flatMap(([kind, values]) => values.map((item) => ({ kind, value: item })));
}
