import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { defaultParameters, fullParameters } from './full-parameters.ts';
import { type Packaged, packageService } from './package-service.ts';
import { byType, policyStatements, refersTo, strings } from './template.ts';

type Resources = Packaged['template']['Resources'];

const runtime = z.tuple([
  z.strictObject({ Classification: z.literal('spark-defaults'), Properties: z.record(z.string(), z.string()) }),
]);

describe('Spark of the packaged service query', () => {
  let without: Resources;
  let resources: Resources;
  let application: Readonly<Record<string, unknown>>;
  beforeAll(async () => {
    without = (await packageService('query', 'dev')).template.Resources;
    resources = (await packageService('query', 'dev', fullParameters('query'))).template.Resources;
    application = byType(resources, 'AWS::EMRServerless::Application')[0]?.properties ?? {};
  });

  test('is off as the service ships, and then nothing of it is there', () => {
    expect(defaultParameters('query').spark).toBe('off');
    expect(strings(without).filter((text) => /spark|emr/i.test(text))).toEqual([]);
    expect(Object.keys(without).filter((id) => /spark/i.test(id))).toEqual([]);
  });

  test('is one application and one role', () => {
    expect(Object.keys(resources).filter((id) => /spark/i.test(id))).toEqual(['SparkApplication', 'SparkRole']);
  });

  test('stops by itself, has a bound, and keeps no more than two workers warm', () => {
    const worker = { WorkerCount: 1, WorkerConfiguration: { Cpu: '4 vCPU', Memory: '16 GB' } };
    expect(application).toMatchObject({
      Name: 'tributary-dev',
      Type: 'Spark',
      ReleaseLabel: expect.stringMatching(/^emr-7\.\d+\.\d+$/),
      AutoStopConfiguration: { Enabled: true, IdleTimeoutMinutes: '5' },
      InitialCapacity: [
        { Key: 'Driver', Value: worker },
        { Key: 'Executor', Value: worker },
      ],
      MaximumCapacity: { Cpu: '64 vCPU', Memory: '640 GB' },
      InteractiveConfiguration: { StudioEnabled: true, LivyEndpointEnabled: true },
    });
    expect(defaultParameters('query')).toMatchObject({ sparkCpus: 32, sparkIdleMinutes: 15 });
  });

  test('finds tables of Iceberg in Glue by the names that they have in Athena', () => {
    const [{ Properties: conf }] = runtime.parse(application.RuntimeConfiguration);
    expect(conf).toMatchObject({
      'spark.jars': '/usr/share/aws/iceberg/lib/iceberg-spark3-runtime.jar',
      'spark.sql.extensions': 'org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions',
      'spark.sql.catalog.spark_catalog': 'org.apache.iceberg.spark.SparkSessionCatalog',
      'spark.sql.catalog.spark_catalog.catalog-impl': 'org.apache.iceberg.aws.glue.GlueCatalog',
    });
  });

  test('has a role of EMR Serverless alone, that reads the lake and writes to its own folder of the results', () => {
    const { AssumeRolePolicyDocument: trust, RoleName: name } = resources.SparkRole?.Properties ?? {};
    expect(JSON.stringify(trust)).toContain('"Principal":{"Service":"emr-serverless.amazonaws.com"}');
    expect(name).toMatch(/^tributary-query-dev-spark-/);
    const allowed = policyStatements(resources)
      .filter(({ where }) => where === 'SparkRole')
      .flatMap(({ statement: { Action, Resource, Condition } }) =>
        [Action].flat().map((action) => ({ action: String(action), on: [Resource].flat(), Condition })),
      );
    const changes = allowed.filter(({ action }) => !/:(?:Get|List)/.test(action));
    expect(changes.map(({ action }) => action)).toEqual(['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload']);
    for (const { on } of changes) expect(on).toEqual([{ 'Fn::Sub': '${' + 'ResultsBucket.Arn}/spark/*' }]);
    const lake = 'arn:${' + 'AWS::Partition}:s3:::tributary-lake-dev-${' + 'AWS::AccountId}';
    const read = allowed.filter(
      ({ action, on }) => action === 's3:GetObject' && JSON.stringify(on).includes('lake-dev'),
    );
    expect(read.flatMap(({ on }) => on)).toEqual([{ 'Fn::Sub': `${lake}/lake/*` }, { 'Fn::Sub': `${lake}/iceberg/*` }]);
    // Lists stay within folders; nothing of raw, of other databases or of other results is named
    const lists = allowed.filter(({ action }) => action === 's3:ListBucket');
    expect(lists.map(({ Condition }) => Condition)).toEqual([
      { StringLike: { 's3:prefix': ['lake/*', 'iceberg/*'] } },
      { StringLike: { 's3:prefix': ['spark/*'] } },
    ]);
    expect(strings(allowed).filter((text) => /raw|\*:|:\*|^\*$/.test(text))).toEqual([]);
    const glue = allowed.filter(({ action }) => action.startsWith('glue:')).flatMap(({ on }) => strings(on));
    const databases = glue.flatMap((arn) => /:(?:database|table|userDefinedFunction)\/([^/]+)/.exec(arn)?.[1] ?? []);
    expect([...new Set(databases)].toSorted()).toEqual(['default', 'tributary_lake_dev']);
    expect(Object.values(resources).filter(({ Properties }) => refersTo(Properties, 'SparkRole'))).toEqual([]);
  });

  test('is shown by its page with the names that the template has', () => {
    const page = readFileSync(new URL('../../services/query/spark/README.md', import.meta.url), 'utf8');
    expect(page).toContain('role/<prefix>-query-<stage>-spark-<region>');
    expect(page).toContain("applications[?name=='<prefix>-<stage>']");
    expect(page).toContain('s3://<prefix>-athena-<stage>-<account>/spark/');
  });
});
