import { expect, test } from 'vitest';
import { admin, ended, output, rows, start, submit, withLogs } from './testing/lake.ts';

test('a context’s database may be back-quoted', async () => {
  const lake = await withLogs();
  const quoted = { QueryExecutionContext: { Database: '`lake`' } };
  const { Status } = await ended(lake, await submit(lake, 'SELECT id FROM logs', admin, quoted));
  expect(Status?.State).toBe('SUCCEEDED');
  const ddl = await ended(lake, await submit(lake, 'SHOW TABLES', admin, quoted));
  expect(ddl.Status?.State).toBe('SUCCEEDED');
});

test('how a result is kept is told again, of the request or of the work group that enforces its own', async () => {
  const lake = await start();
  const own = {
    OutputLocation: output,
    EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: 'alias/key' },
    ExpectedBucketOwner: '000000000000',
    AclConfiguration: { S3AclOption: 'BUCKET_OWNER_FULL_CONTROL' },
  } as const;
  const execution = await ended(lake, await submit(lake, 'SELECT 1', admin, { ResultConfiguration: own }));
  expect(execution.ResultConfiguration).toMatchObject({ ...own, OutputLocation: expect.stringContaining(output) });
  const encryption = { EncryptionOption: 'SSE_S3' } as const;
  await lake.cloud.call(admin, 'athena', 'CreateWorkGroup', {
    Name: 'team',
    Configuration: { ResultConfiguration: { OutputLocation: output, EncryptionConfiguration: encryption } },
  });
  const { WorkGroup } = await lake.cloud.call(admin, 'athena', 'GetWorkGroup', { WorkGroup: 'team' });
  expect(WorkGroup?.Configuration?.ResultConfiguration).toEqual({
    OutputLocation: output,
    EncryptionConfiguration: encryption,
  });
  const enforced = await submit(lake, 'SELECT 1', admin, { ResultConfiguration: own, WorkGroup: 'team' });
  const { ResultConfiguration } = await ended(lake, enforced);
  expect(ResultConfiguration).toEqual({
    OutputLocation: expect.stringContaining(output),
    EncryptionConfiguration: encryption,
  });
  await lake.cloud.call(admin, 'athena', 'UpdateWorkGroup', {
    WorkGroup: 'team',
    ConfigurationUpdates: { ResultConfigurationUpdates: { RemoveEncryptionConfiguration: true } },
  });
  const changed = await lake.cloud.call(admin, 'athena', 'GetWorkGroup', { WorkGroup: 'team' });
  expect(changed.WorkGroup?.Configuration?.ResultConfiguration).toEqual({ OutputLocation: output });
});

const kept = (more: object) => ({ ResultConfiguration: { OutputLocation: output, ...more } });

test.each([
  [kept({ EncryptionConfiguration: { EncryptionOption: 'CSE_KMS', KmsKey: 'k' } }), 'client-side encrypted results'],
  [kept({ EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' } }), 'KmsKey is required'],
  [kept({ EncryptionConfiguration: { EncryptionOption: 'SSE_S3', KmsKey: 'k' } }), 'KmsKey must not be given'],
  [kept({ ExpectedBucketOwner: '111111111111' }), 'Unable to verify/create output bucket'],
  [kept({ ExpectedBucketOwner: 'me' }), 'expectedBucketOwner'],
  [{ EngineConfiguration: { MaxConcurrentDpus: 2 } }, 'EngineConfiguration'],
  [{ QueryString: `SELECT '${'x'.repeat(262_144)}'` }, 'length less than or equal to 262144'],
])('StartQueryExecution drops nothing: %j', async (more, message) => {
  const lake = await start();
  await expect(submit(lake, 'SELECT 1', admin, more)).rejects.toThrow(message);
});

test.each([
  'AdditionalConfiguration',
  'ExecutionRole',
  'MonitoringConfiguration',
  'EngineConfiguration',
  'CustomerContentEncryptionConfiguration',
  'IdentityCenterConfiguration',
  'QueryResultsS3AccessGrantsConfiguration',
  'EnableMinimumEncryptionConfiguration',
])('a work group with %s is refused by name', async (member) => {
  const { cloud } = await start();
  const refusal = { code: 'NotImplemented' };
  const settings = { [member]: true };
  await expect(
    cloud.call(admin, 'athena', 'CreateWorkGroup', { Name: 'w', Configuration: settings }),
  ).rejects.toMatchObject(refusal);
  await expect(
    cloud.call(admin, 'athena', 'UpdateWorkGroup', { WorkGroup: 'primary', ConfigurationUpdates: settings }),
  ).rejects.toMatchObject(refusal);
});

test('lists say what they take for a page, results that they have no manifest, named queries keep their token', async () => {
  const lake = await start();
  for (const MaxResults of [0, 51])
    await expect(lake.cloud.call(admin, 'athena', 'ListWorkGroups', { MaxResults })).rejects.toThrow(
      "at 'maxResults' failed to satisfy constraint",
    );
  await rows(lake, 'SELECT 1');
  const { QueryExecutionIds = [] } = await lake.cloud.call(admin, 'athena', 'ListQueryExecutions', {});
  const manifest = { QueryExecutionId: QueryExecutionIds[0], QueryResultType: 'DATA_MANIFEST' } as const;
  await expect(lake.cloud.call(admin, 'athena', 'GetQueryResults', manifest)).rejects.toThrow('DATA_MANIFEST');
  const named = { Name: 'n', Database: 'd', QueryString: 'SELECT 1', ClientRequestToken: 't'.repeat(32) };
  const create = (more: object = {}) => lake.cloud.call(admin, 'athena', 'CreateNamedQuery', { ...named, ...more });
  expect((await create()).NamedQueryId).toBe((await create()).NamedQueryId);
  await expect(create({ QueryString: 'SELECT 2' })).rejects.toThrow('Idempotent parameters do not match');
});

test('saved queries are told together, those that are not there beside them, and change what they say but not where they run', async () => {
  const { cloud } = await start();
  const create = async (Name: string) => {
    const named = { Name, Description: 'd', Database: 'lake', QueryString: 'SELECT 1' };
    return String((await cloud.call(admin, 'athena', 'CreateNamedQuery', named)).NamedQueryId);
  };
  const [a, b] = [await create('a'), await create('b')];
  await cloud.call(admin, 'athena', 'UpdateNamedQuery', { NamedQueryId: a, Name: 'c', QueryString: 'SELECT 2' });
  const told = await cloud.call(admin, 'athena', 'BatchGetNamedQuery', { NamedQueryIds: [b, 'nowhere', a] });
  const where = { Description: 'd', Database: 'lake', WorkGroup: 'primary' };
  expect(told.NamedQueries).toEqual([
    { NamedQueryId: b, Name: 'b', QueryString: 'SELECT 1', ...where },
    { NamedQueryId: a, Name: 'c', QueryString: 'SELECT 2', ...where },
  ]);
  expect(told.UnprocessedNamedQueryIds).toEqual([
    { NamedQueryId: 'nowhere', ErrorCode: 'INVALID_INPUT', ErrorMessage: 'Named query nowhere was not found' },
  ]);
  const change = { NamedQueryId: 'nowhere', Name: 'c', QueryString: 'SELECT 2' };
  await expect(cloud.call(admin, 'athena', 'UpdateNamedQuery', change)).rejects.toThrow('nowhere was not found');
  const many = { NamedQueryIds: Array.from({ length: 51 }, () => a) };
  await expect(cloud.call(admin, 'athena', 'BatchGetNamedQuery', many)).rejects.toMatchObject({
    code: 'InvalidRequestException',
  });
});
