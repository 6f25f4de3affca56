import { beforeAll, describe, expect, test } from 'vitest';
import { packageService } from './package-service.ts';
import { byType, policyStatements, type Resource, strings } from './template.ts';

type Resources = Awaited<ReturnType<typeof packageService>>['template']['Resources'];

/** The objects, below the bucket, on which a role may do something. */
function allowed(resources: Resources, role: string, action: string): readonly string[] {
  return policyStatements(resources)
    .filter(({ where, statement }) => where === role && strings(statement.Action).includes(action))
    .flatMap(({ statement }) => strings(statement.Resource))
    .map((resource) => resource.slice(resource.indexOf('/') + 1));
}

describe('corrections', () => {
  let ingest: Resources;
  let catalog: Resources;
  beforeAll(async () => {
    const [one, other] = await Promise.all([packageService('ingest', 'dev'), packageService('catalog', 'dev')]);
    ingest = one.template.Resources;
    catalog = other.template.Resources;
  }, 60_000);

  test.each(['ParseDashlogs', 'ParseDashdirect'])(
    'may be written by %s, whose notes and receipts go, and which reads none',
    (name) => {
      const role = `${name}IamRoleLambdaExecution`;
      expect(allowed(ingest, role, 's3:PutObject')).toEqual(expect.arrayContaining(['corrections/*', 'attempts/*']));
      expect(allowed(ingest, role, 's3:DeleteObject')).toEqual(expect.arrayContaining(['receipts/*', 'attempts/*']));
      expect(allowed(ingest, role, 's3:DeleteObject')).not.toContain('corrections/*');
      expect(allowed(ingest, role, 's3:GetObject')).toContain('attempts/*');
      expect(allowed(ingest, role, 's3:GetObject')).not.toContain('corrections/*');
    },
  );

  test('come to register, which may read them', () => {
    const isOfLake = ({ id }: Resource) => id === 'LakeObjectCreated';
    const [rule] = byType(catalog, 'AWS::Events::Rule').filter(isOfLake);
    expect(JSON.stringify(rule?.properties.EventPattern)).toContain('{"prefix":"corrections/"}');
    expect(allowed(catalog, 'RegisterIamRoleLambdaExecution', 's3:GetObject')).toEqual(['lake/*', 'corrections/*']);
  });

  test('expire, and nothing else of the lake bucket does', () => {
    const [bucket] = byType(catalog, 'AWS::S3::Bucket').filter(({ id }) => id === 'LakeBucket');
    const text = JSON.stringify(bucket?.properties.LifecycleConfiguration);
    expect(text.match(/"ExpirationInDays"/g)).toHaveLength(1);
    expect(text).toMatch(/"Prefix":"corrections\/","ExpirationInDays":(90|"90")/);
  });
});
