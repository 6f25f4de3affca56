import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { packageService, type Template } from './package-service.ts';
import { byType, strings } from './template.ts';

let resources: Template['Resources'] = {};
beforeAll(async () => {
  resources = (await packageService('query', 'dev')).template.Resources;
}, 120_000);

const policies = z.array(
  z.object({
    PolicyDocument: z.object({
      Statement: z.array(z.object({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() })),
    }),
  }),
);

/** What a function's role allows, as `action → texts of its resources`. */
function allowedTo(name: string): ReadonlyMap<string, readonly string[]> {
  const role = byType(resources, 'AWS::IAM::Role').find(({ id }) => id === `${name}IamRoleLambdaExecution`);
  const statements = policies
    .parse(role?.properties.Policies)
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const pairs = statements.flatMap(({ Action, Resource }) =>
    [Action].flat().map((action) => [action, strings(Resource)] as const),
  );
  const actions = new Map<string, readonly string[]>();
  for (const [action, of] of pairs) actions.set(action, [...(actions.get(action) ?? []), ...of]);
  return actions;
}

test('load reads files of rows and the state of copies, and no secret where no dataset names one', () => {
  const allowed = allowedTo('Load');
  expect([...allowed.keys()].filter((action) => !/^(logs|sqs):/.test(action)).toSorted()).toEqual([
    'dynamodb:GetItem',
    'dynamodb:UpdateItem',
    's3:GetObject',
    's3:ListBucket',
  ]);
  expect(allowed.get('s3:GetObject')).toEqual([expect.stringMatching(/\/egress\/\*$/)]);
});

test('egress starts statements in a work group of its own, and writes nothing of the lake where no dataset is copied to it', () => {
  const allowed = allowedTo('Egress');
  expect(allowed.get('athena:StartQueryExecution')?.join()).toContain('EgressWorkGroup');
  expect(allowed.get('athena:StartQueryExecution')?.join()).not.toContain('DatasetsWorkGroup');
  expect(allowed.get('s3:PutObject')).toEqual([expect.stringMatching(/ResultsBucket.*\/egress\/\*$/)]);
  expect(
    [...allowed.keys()].filter((action) =>
      /^(secretsmanager|redshift|s3:Delete|glue:(Create|Update|Delete))/.test(action),
    ),
  ).toEqual([]);
});

test('egress hears of the ends of its own statements in Redshift: of none where no dataset is copied there', () => {
  const rule = byType(resources, 'AWS::Events::Rule').find(({ properties }) =>
    JSON.stringify(properties.EventPattern ?? {}).includes('aws.redshift-data'),
  );
  expect(rule?.properties.EventPattern).toMatchObject({
    detail: { statementName: ['-'], state: ['FINISHED', 'FAILED', 'ABORTED'] },
  });
});

test('what neither could do lies in a dead-letter queue after eight tries', () => {
  for (const id of ['Egress', 'Load']) {
    const queue = resources[`${id}Queue`]?.Properties ?? {};
    expect(queue.RedrivePolicy).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': [`${id}DeadLetters`, 'Arn'] },
      maxReceiveCount: 8,
    });
  }
  // A call of load has 15 minutes: its message must not come again before.
  expect(resources.LoadQueue?.Properties.VisibilityTimeout).toBe(6 * 900);
});
