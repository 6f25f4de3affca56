import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const policy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Sid: z.string(),
      Effect: z.literal('Allow'),
      Action: oneOrMore,
      Resource: oneOrMore,
      Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
    }),
  ),
});

export type Statement = z.infer<typeof policy>['Statement'][number];

const root = fileURLToPath(new URL('../', import.meta.url));

/** What whoever deploys must be allowed, of all services and all that is optional in them: each `*-policy.json` there. */
export function deployerStatements(): readonly Statement[] {
  const files = readdirSync(`${root}services`)
    .flatMap((service) =>
      readdirSync(`${root}services/${service}`).map((name) => ({ service, path: `services/${service}/${name}`, name })),
    )
    .filter(({ name }) => name.endsWith('-policy.json'))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return files.flatMap(({ service, path }) =>
    policy
      .parse(JSON.parse(readFileSync(`${root}${path}`, 'utf8')))
      .Statement.map((statement) => ({ ...statement, Sid: `${capital(service)}${statement.Sid}` })),
  );
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** Reading that is of what people keep, not of how things are set. */
const ofContents = new Set(['s3:GetObject', 'secretsmanager:GetSecretValue', 'secretsmanager:GetRandomPassword']);

/** Of these what only looks at settings: enough to compare what is there with its template. */
export function readingStatements(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap(({ Action, ...rest }) => {
    const reading = Action.filter(
      (action) => /^[a-z0-9-]+:(?:Get|Describe|List)/.test(action) && !ofContents.has(action),
    );
    return reading.length === 0 ? [] : [{ ...rest, Action: reading }];
  });
}

/** Managed policies take 6,144 characters each, white space not counted. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maxPolicySize = 6144;
const longest: Readonly<Record<string, string>> = {
  prefix: 'x'.repeat(20),
  stage: 'x'.repeat(12),
  region: 'ap-southeast-2',
  account: '0'.repeat(12),
  catalog: 'x'.repeat(20),
};

/** Statements in as few policies as their sizes allow, with names as long as they come. */
export function packed(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const bins: Statement[][] = [];
  for (const statement of statements.toSorted((a, b) => sizeOf([b]) - sizeOf([a]))) {
    const bin = bins.find((each) => sizeOf([...each, statement]) <= maxPolicySize);
    if (bin === undefined) bins.push([statement]);
    else bin.push(statement);
  }
  return bins;
}

/** The size of a policy of these statements, with the longest values for its placeholders. */
export function sizeOf(Statement: readonly Statement[]): number {
  const text = JSON.stringify({ Version: '2012-10-17', Statement });
  return text
    .replaceAll('arn:aws:', 'arn:aws-us-gov:')
    .replace(/<(\w+)>/g, (whole, name: string) => longest[name] ?? whole)
    .replace(/\s/g, '').length;
}
