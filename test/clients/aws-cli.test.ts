import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { type Ended, run } from '../harness/run.ts';
import { describeWith } from '../harness/servers.ts';
import { clientEnvironment } from './environment.ts';

describeWith([{ name: 'aws', check: ['aws', '--version'] }], 'the aws command', () => {
  let lake: TestLake;
  const folder = mkdtempSync(join(tmpdir(), 'tributary-aws-'));
  beforeAll(async () => {
    lake = await startLake();
  });
  afterAll(async () => {
    await lake?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const call = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    run('aws', ['--endpoint-url', lake.endpoint, ...args], { env: { ...clientEnvironment, ...env }, cwd: folder });

  /** Standard output of a call that succeeds; its words are parted by single spaces, what is not a word comes as `${…}`. */
  async function aws(words: string, ...more: readonly string[]): Promise<string> {
    const args = [...words.split(' '), ...more];
    const { code, stdout, stderr } = await call(args);
    if (code !== 0) throw new Error(`aws ${args.join(' ')} ended ${code}: ${stderr}${stdout}`);
    return stdout.trim();
  }

  /** The lines of a log group: with `logs tail`, which version 2 of the command has, else with what that calls. */
  async function messages(logGroup: string): Promise<string> {
    const { stdout } = await call(['--version']);
    return stdout.startsWith('aws-cli/1.')
      ? ask('events[].message', 'logs filter-log-events --log-group-name', logGroup)
      : aws('logs tail', logGroup);
  }

  /** One value of the answer, by a JMESPath. */
  const ask = (path: string, words: string, ...more: readonly string[]) =>
    aws(words, ...more, '--output', 'text', '--query', path);

  test.concurrent('s3: buckets, copies, listings, removal', async () => {
    writeFileSync(join(folder, 'note.txt'), 'hello, lake\n');
    await aws('s3 mb s3://cli-plain');
    expect(await aws('s3 ls')).toMatch(/ cli-plain$/m);
    await aws('s3 cp note.txt s3://cli-plain/notes/a+b ü.txt'.replace(' ü', '%ü'));
    await aws('s3 cp s3://cli-plain/notes/a+b%ü.txt s3://cli-plain/notes/copy.txt');
    expect(await aws('s3 ls s3://cli-plain/notes/')).toMatch(/ 12 a\+b%ü\.txt\n.* 12 copy\.txt$/);
    expect(await aws('s3 cp s3://cli-plain/notes/copy.txt -')).toBe('hello, lake');
    expect(
      await ask('[ContentLength, ContentType]', 's3api head-object --bucket cli-plain --key notes/copy.txt'),
    ).toMatch(/^12\s+text\/plain$/);
    await aws('s3 mv s3://cli-plain/notes/copy.txt s3://cli-plain/moved.txt');
    await aws('s3 rm --recursive s3://cli-plain');
    expect(await aws('s3 ls s3://cli-plain')).toBe('');
    await aws('s3 rb s3://cli-plain');
    const missing = await call(['s3api', 'head-object', '--bucket', 'cli-plain', '--key', 'x']);
    expect(missing).toMatchObject({ code: expect.not.toSatisfy((code) => code === 0) });
    expect(missing.stderr).toContain('404');
  });

  test.concurrent('s3: a folder synchronised, and synchronised again without a transfer', async () => {
    const tree = join(folder, 'tree');
    mkdirSync(join(tree, 'sub'), { recursive: true });
    for (const name of ['one.txt', 'two.json', 'sub/three.csv']) writeFileSync(join(tree, name), `${name}\n`);
    await aws('s3 mb s3://cli-sync');
    expect((await aws('s3 sync tree s3://cli-sync/tree')).match(/upload: /g)).toHaveLength(3);
    expect(await aws('s3 sync tree s3://cli-sync/tree')).toBe('');
    rmSync(join(tree, 'two.json'));
    expect(await aws('s3 sync --delete tree s3://cli-sync/tree')).toBe('delete: s3://cli-sync/tree/two.json');
    await aws('s3 sync s3://cli-sync/tree back');
    expect(readFileSync(join(folder, 'back/sub/three.csv'), 'utf8')).toBe('sub/three.csv\n');
  });

  test.concurrent('s3: 20 MB go up in parts and come down the same; versions are kept', async () => {
    const bytes = randomBytes(20 * 1024 * 1024);
    writeFileSync(join(folder, 'big.bin'), bytes);
    await aws('s3 mb s3://cli-big');
    await aws('s3api put-bucket-versioning --bucket cli-big --versioning-configuration Status=Enabled');
    await aws('s3 cp --no-progress big.bin s3://cli-big/big.bin');
    expect(await ask('ETag', 's3api head-object --bucket cli-big --key big.bin')).toMatch(/^"[0-9a-f]{32}-3"$/);
    await aws('s3 cp --no-progress s3://cli-big/big.bin down.bin');
    expect(readFileSync(join(folder, 'down.bin')).equals(bytes)).toBe(true);
    await aws('s3 rm s3://cli-big/big.bin');
    const versions = 's3api list-object-versions --bucket cli-big';
    expect(await ask('[length(Versions), Versions[0].Size, length(DeleteMarkers)]', versions)).toBe(
      `1\t${bytes.length}\t1`,
    );
  });

  test.concurrent('sqs: a message sent is received, and gone when deleted', async () => {
    const url = await ask('QueueUrl', 'sqs create-queue --queue-name cli-queue');
    await aws('sqs send-message --queue-url', url, '--message-body', 'one "message", with & and <');
    const receive = 'sqs receive-message --wait-time-seconds 2 --queue-url';
    const [body, handle = ''] = (await ask('Messages[0].[Body, ReceiptHandle]', receive, url)).split('\t');
    expect(body).toBe('one "message", with & and <');
    await aws('sqs delete-message --queue-url', url, '--receipt-handle', handle);
    expect(
      await ask(
        'Attributes.ApproximateNumberOfMessages',
        'sqs get-queue-attributes --attribute-names All --queue-url',
        url,
      ),
    ).toBe('0');
  });

  test.concurrent('events: what is put on the lake’s bus comes to a rule’s queue', async () => {
    const url = await ask('QueueUrl', 'sqs create-queue --queue-name cli-events');
    const arn = await ask(
      'Attributes.QueueArn',
      'sqs get-queue-attributes --attribute-names QueueArn --queue-url',
      url,
    );
    const rule = ['--event-bus-name', lake.names.bus, '--name', 'cli'];
    const ruleArn = await ask('RuleArn', 'events put-rule', ...rule, '--event-pattern', '{"source":["cli"]}');
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arn,
          Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
        },
      ],
    };
    writeFileSync(join(folder, 'policy.json'), JSON.stringify({ Policy: JSON.stringify(policy) }));
    await aws('sqs set-queue-attributes --attributes file://policy.json --queue-url', url);
    await aws(
      'events put-targets',
      '--event-bus-name',
      lake.names.bus,
      '--rule',
      'cli',
      '--targets',
      `Id=q,Arn=${arn}`,
    );
    const entry = { EventBusName: lake.names.bus, Source: 'cli', DetailType: 'Tried', Detail: '{"n":1}' };
    expect(await ask('FailedEntryCount', 'events put-events --entries', JSON.stringify([entry]))).toBe('0');
    const event = await ask('Messages[0].Body', 'sqs receive-message --wait-time-seconds 5 --queue-url', url);
    expect(JSON.parse(event)).toMatchObject({ 'detail-type': 'Tried', detail: { n: 1 } });
  });

  test.concurrent('logs: put, tail, filter', async () => {
    await aws('logs create-log-group --log-group-name /cli/test');
    await aws('logs create-log-stream --log-group-name /cli/test --log-stream-name s');
    const timestamp = Date.now();
    const events = ['first line', 'second ERROR line'].map((message) => ({ timestamp, message }));
    await aws(
      'logs put-log-events --log-group-name /cli/test --log-stream-name s --log-events',
      JSON.stringify(events),
    );
    expect(await messages('/cli/test')).toMatch(/first line\s[\s\S]*second ERROR line/);
    expect(
      await ask('events[].message', 'logs filter-log-events --log-group-name /cli/test --filter-pattern ERROR'),
    ).toBe('second ERROR line');
    expect(await ask('logGroups[].logGroupName', 'logs describe-log-groups --log-group-name-prefix /tributary')).toBe(
      lake.names.haproxyLogGroup,
    );
  });

  test.concurrent('lambda: lists the lake’s functions and invokes one, with the end of its log', async () => {
    expect(await ask('Functions[].FunctionName', 'lambda list-functions')).toContain(
      'tributary-ingest-local-parse-logs',
    );
    writeFileSync(join(folder, 'payload.json'), '{"Records":[]}');
    const invoked = await ask(
      '[StatusCode, FunctionError]',
      'lambda invoke --function-name tributary-ingest-local-parse-logs --payload fileb://payload.json answer.json',
    );
    expect(invoked).toBe('200\tNone');
    expect(JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8'))).toEqual({ batchItemFailures: [] });
    await eventually(
      () => messages('/aws/lambda/tributary-ingest-local-parse-logs'),
      (text) => text.includes('REPORT RequestId'),
      10_000,
    );
  });

  test.concurrent('redshift-data: a statement with parameters, its result; a failed batch has changed nothing', async () => {
    const at = ['--workgroup-name', 'cli', '--database', 'dev'];
    const status = (id: string) =>
      eventually(
        () => ask('Status', 'redshift-data describe-statement --id', id),
        (state) => ['FINISHED', 'FAILED'].includes(state),
      );
    const execute = (sql: string, ...more: readonly string[]) =>
      ask('Id', 'redshift-data execute-statement', ...at, '--sql', sql, ...more);
    expect(await status(await execute('CREATE TABLE notes (id INT, note VARCHAR(20))'))).toBe('FINISHED');
    const values = [
      { name: 'id', value: '7' },
      { name: 'note', value: "it's" },
    ];
    const parameters = ['--parameters', JSON.stringify(values)];
    expect(await status(await execute('INSERT INTO notes VALUES (:id, :note)', ...parameters))).toBe('FINISHED');
    const sqls = ['DELETE FROM notes', 'SELECT * FROM nowhere'];
    const batch = await ask('Id', 'redshift-data batch-execute-statement', ...at, '--sqls', ...sqls);
    expect(await status(batch)).toBe('FAILED');
    expect(await ask('Error', 'redshift-data describe-statement --id', batch)).toBe(
      'Query #2 failed with ERROR: relation "nowhere" does not exist',
    );
    const select = await execute('SELECT id, note FROM notes');
    expect(await status(select)).toBe('FINISHED');
    const result = 'redshift-data get-statement-result --id';
    expect(await ask('Records[0].[[0].longValue, [1].stringValue]', result, select)).toBe("7\tit's");
  });

  test.concurrent('athena: starts a statement, waits, reads the answer; a bad one fails with Athena’s message', async () => {
    const start = (sql: string) =>
      ask(
        'QueryExecutionId',
        'athena start-query-execution',
        '--work-group',
        lake.names.workGroup,
        '--query-string',
        sql,
        '--query-execution-context',
        `Database=${lake.names.lakeDatabase}`,
      );
    const status = (id: string) =>
      eventually(
        () =>
          ask(
            'QueryExecution.Status.[State, StateChangeReason]',
            'athena get-query-execution --query-execution-id',
            id,
          ),
        (state) => !/^(QUEUED|RUNNING)/.test(state),
      );
    const good = await start("SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS t (n, c) ORDER BY n");
    expect(await status(good)).toMatch(/^SUCCEEDED/);
    const cells = 'ResultSet.Rows[].[Data[0].VarCharValue, Data[1].VarCharValue]';
    const results = await ask(cells, 'athena get-query-results --query-execution-id', good);
    expect(results).toBe('n\tc\n1\ta\n2\tNone');
    expect(await status(await start('SELECT nothing FROM haproxy_requests'))).toMatch(
      /^FAILED\s+(TABLE|COLUMN)_NOT_FOUND/,
    );
    expect(await ask('WorkGroups[].Name', 'athena list-work-groups')).toContain(lake.names.workGroup);
  });

  test.concurrent('glue: databases and tables of the catalog', async () => {
    expect(await ask('DatabaseList[].Name', 'glue get-databases')).toContain(lake.names.lakeDatabase);
    const database = ['--database-name', lake.names.lakeDatabase];
    const columns = [{ Name: 'n', Type: 'int' }];
    const table = { Name: 'cli_numbers', StorageDescriptor: { Columns: columns, Location: 's3://cli-none/numbers/' } };
    await aws('glue create-table', ...database, '--table-input', JSON.stringify(table));
    const tables = 'TableList[].[Name, StorageDescriptor.Columns[0].Type]';
    expect(await ask(tables, 'glue get-tables --expression cli_.*', ...database)).toBe('cli_numbers\tint');
    await aws('glue delete-table --name cli_numbers', ...database);
  });

  test.concurrent('cloudformation: the four stacks, their resources and events', async () => {
    const stacks = await ask('Stacks[].[StackName, StackStatus]', 'cloudformation describe-stacks');
    for (const service of ['ingest', 'catalog', 'enrich', 'query'])
      expect(stacks).toMatch(new RegExp(`tributary-${service}-local\\t(CREATE|UPDATE)_COMPLETE`));
    const resources = 'cloudformation list-stack-resources --stack-name tributary-ingest-local';
    expect(await ask('StackResourceSummaries[].ResourceType', resources)).toContain(
      'AWS::KinesisFirehose::DeliveryStream',
    );
    const events = 'cloudformation describe-stack-events --stack-name tributary-ingest-local';
    // One number per page.
    expect(await ask('length(StackEvents)', events)).toMatch(/^\d{2,}(\n\d+)*$/);
  });

  test.concurrent('dynamodb: a table made, an item put, listed, scanned', async () => {
    const schema =
      '--attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH';
    await aws(`dynamodb create-table --table-name cli ${schema} --billing-mode PAY_PER_REQUEST`);
    await aws('dynamodb wait table-exists --table-name cli');
    await aws('dynamodb put-item --table-name cli --item', '{"id":{"S":"a"},"n":{"N":"1.50"}}');
    expect(await ask('TableNames', 'dynamodb list-tables')).toContain('cli');
    expect(await ask('Items[].n.N', 'dynamodb scan --table-name cli')).toBe('1.5');
  });

  test.concurrent('iam and sts: a function’s role may do what it may, and AccessDenied names the rest', async () => {
    expect(await ask('[Account, Arn]', 'sts get-caller-identity')).toMatch(/^000000000000\tarn:aws:/);
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' }, Action: 'sts:AssumeRole' }],
    };
    const arn = await ask(
      'Role.Arn',
      'iam create-role --role-name cli-reader --assume-role-policy-document',
      JSON.stringify(trust),
    );
    const allow = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
    };
    await aws('iam put-role-policy --role-name cli-reader --policy-name list --policy-document', JSON.stringify(allow));
    expect(await ask('Roles[].RoleName', 'iam list-roles')).toContain('cli-reader');
    const assumed = `sts assume-role --role-arn ${arn} --role-session-name cli`;
    const [key = '', secret = '', token = ''] = (
      await ask('Credentials.[AccessKeyId, SecretAccessKey, SessionToken]', assumed)
    ).split('\t');
    const session = { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token };
    const who = await call(['sts', 'get-caller-identity', '--output', 'text', '--query', 'Arn'], session);
    expect(who.stdout.trim()).toBe('arn:aws:sts::000000000000:assumed-role/cli-reader/cli');
    expect((await call(['s3', 'ls'], session)).stdout).toContain(lake.names.rawBucket);
    const denied = await call(['s3', 'ls', `s3://${lake.names.rawBucket}`], session);
    expect(denied.code).not.toBe(0);
    expect(denied.stderr).toMatch(
      /AccessDenied.*assumed-role\/cli-reader\/cli is not authorized to perform: s3:ListBucket/,
    );
    const refused = await call(['sqs', 'list-queues'], session);
    expect(refused.stderr).toMatch(/AccessDenied.*sqs:ListQueues/);
    expect((await call(['s3', 'ls'], { AWS_ACCESS_KEY_ID: 'AKIANOBODY' })).stderr).toContain('InvalidAccessKeyId');
  });

  test.concurrent('firehose and kinesis: records go in, and come out of the shard', async () => {
    expect(await ask('DeliveryStreamNames', 'firehose list-delivery-streams')).toContain('tributary');
    // The others are fed by a stream, and refuse records of anybody else.
    const names = (await ask('DeliveryStreamNames', 'firehose list-delivery-streams')).split('\t');
    const stream = names.find((name) => name.includes('haproxy')) ?? '';
    const data = Buffer.from('one line\n').toString('base64');
    const put = ['--delivery-stream-name', stream, '--records', JSON.stringify([{ Data: data }, { Data: data }])];
    expect(await ask('[FailedPutCount, length(RequestResponses)]', 'firehose put-record-batch', ...put)).toBe('0\t2');
    await aws('kinesis create-stream --stream-name cli --shard-count 1');
    await aws('kinesis wait stream-exists --stream-name cli');
    writeFileSync(join(folder, 'record'), 'one line\n');
    await aws('kinesis put-record --stream-name cli --partition-key k --data fileb://record');
    const from =
      'kinesis get-shard-iterator --stream-name cli --shard-id shardId-000000000000 --shard-iterator-type TRIM_HORIZON';
    const iterator = await ask('ShardIterator', from);
    expect(await ask('Records[].Data', 'kinesis get-records --shard-iterator', iterator)).toBe(data);
    await aws('kinesis update-shard-count --stream-name cli --target-shard-count 2 --scaling-type UNIFORM_SCALING');
    const children = await ask('Shards[?ParentShardId].ShardId', 'kinesis list-shards --stream-name cli');
    expect(children).toBe('shardId-000000000001\tshardId-000000000002');
    expect(await ask('ChildShards[].ShardId', 'kinesis get-records --shard-iterator', iterator)).toBe(children);
  });

  test.concurrent('cloudwatch: metrics put, listed, summed; the lake’s alarms', async () => {
    const dimensions = ['--dimensions', 'Name=who,Value=cli'];
    const metric = ['--namespace', 'Cli', '--metric-name', 'Tries', ...dimensions];
    const put = ['--namespace', 'Cli', '--metric-name', 'Tries', '--dimensions', 'who=cli', '--unit', 'Count'];
    for (const value of ['2', '3']) await aws('cloudwatch put-metric-data', ...put, '--value', value);
    expect(await ask('Metrics[].MetricName', 'cloudwatch list-metrics --namespace Cli')).toBe('Tries');
    const at = (offsetMs: number) => new Date(Date.now() + offsetMs).toISOString();
    const window = ['--start-time', at(-600_000), '--end-time', at(600_000), '--period', '3600', '--statistics', 'Sum'];
    expect(await ask('sum(Datapoints[].Sum)', 'cloudwatch get-metric-statistics', ...metric, ...window)).toMatch(
      /^5(\.0)?$/,
    );
    expect(await ask('MetricAlarms[].AlarmName', 'cloudwatch describe-alarms')).toContain('tributary-enrich-local');
  });

  test.concurrent('secretsmanager and ssm: what is put is read', async () => {
    await aws('secretsmanager create-secret --name cli/secret --secret-string', '{"a":"b c"}');
    expect(await ask('SecretString', 'secretsmanager get-secret-value --secret-id cli/secret')).toBe('{"a":"b c"}');
    await aws('ssm put-parameter --name /cli/one --type SecureString --value hidden');
    await aws('ssm put-parameter --name /cli/two --type String --value plain');
    const values = 'ssm get-parameters-by-path --path /cli --with-decryption';
    expect(await ask('Parameters[].Value', values)).toBe('hidden\tplain');
    const missing = await call(['ssm', 'get-parameter', '--name', '/cli/none']);
    expect(missing.stderr).toContain('ParameterNotFound');
  });

  test.concurrent('what is not covered is refused by name', async () => {
    const refused = await call(['ec2', 'describe-instances']);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/ec2/);
  });
});
