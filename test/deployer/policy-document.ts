import { existsSync, readFileSync } from 'node:fs';
import type { ServiceName } from '@tributary/cli/service-names.ts';
import { compilePolicy } from '@tributary/local/aws/iam/policy.ts';
import type { Permission } from '@tributary/local/kernel/permission.ts';
import * as z from 'zod';

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const document = z.strictObject({
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

type Policy = z.infer<typeof document>;

/** What stands for the placeholders of a policy in the tests. */
const values: Readonly<Record<string, string>> = {
  prefix: 'tributary',
  stage: 'dev',
  region: 'eu-west-1',
  account: '000000000000',
  catalog: 'crm',
};

/** The policies of whoever deploys a service, their placeholders filled in: those of what is optional, or large, lie beside it. */
export function deployerPolicies(service: ServiceName): readonly Policy[] {
  return [
    'deployer-policy.json',
    'connector-policy.json',
    'changes-policy.json',
    'dashboards-policy.json',
    'dms-policy.json',
    'analysts-policy.json',
    'crawlers-policy.json',
    'saas-policy.json',
    'notices-policy.json',
    'budget-policy.json',
    'quicksight-policy.json',
    'spark-policy.json',
  ]
    .map((name) => new URL(`../../services/${service}/${name}`, import.meta.url))
    .filter((file) => existsSync(file))
    .map((file) => {
      const text = readFileSync(file, 'utf8').replace(/<(\w+)>/g, (whole, name) => values[name] ?? whole);
      return document.parse(JSON.parse(text));
    });
}

/** Whether a policy's statements allow what was asked for. */
export function allows(statements: Policy['Statement'], { action, resource, conditions = {} }: Permission): boolean {
  const policy = compilePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  const context = new Map(Object.entries(conditions).map(([key, value]) => [key.toLowerCase(), [value].flat()]));
  return policy({ action, resource, context, principal: { arns: [] } }) === 'allow';
}
