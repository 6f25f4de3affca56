import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { createTestCloud } from './cloud-for-tests.ts';
import { createLambda, type LambdaOptions, type LambdaService } from './service.ts';

let testing: ReturnType<typeof createTestCloud>;
let lambda: LambdaService;
let lines: string[];

const trust = encodeURIComponent(
  JSON.stringify({
    Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
  }),
);
const role = 'arn:aws:iam::000000000000:role/worker';

beforeEach(() => {
  testing = createTestCloud();
  lines = [];
  testing.answer('iam', 'GetRole', () => ({ Role: { AssumeRolePolicyDocument: trust } }));
  testing.answer('logs', 'PutLogEvents', (input) => {
    lines.push(...messagesOf(input));
    return {};
  });
  start({});
});
afterEach(() => testing.end());

function start(options: Partial<LambdaOptions>) {
  lambda = createLambda(testing.cloud, {
    issueCredentials: (_role, session) => ({ accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: session }),
    retryDelaysMs: [20, 40],
    ...options,
  });
  testing.add(lambda);
}

function messagesOf(input: unknown): string[] {
  if (typeof input !== 'object' || input === null || !('logEvents' in input) || !Array.isArray(input.logEvents))
    return [];
  return input.logEvents.map((event: { message: string }) => event.message);
}

function zip(files: Readonly<Record<string, string>>): Buffer {
  const archive = new AdmZip();
  for (const [name, text] of Object.entries(files)) archive.addFile(name, Buffer.from(text));
  return archive.toBuffer();
}

type Extra = Readonly<Record<string, unknown>>;

async function create(source: string, extra: Extra = {}, file = 'src/x/handler.mjs'): Promise<void> {
  await testing.cloud.call(admin, 'lambda', 'CreateFunction', {
    FunctionName: 'f',
    Runtime: 'nodejs24.x',
    Handler: 'src/x/handler.handler',
    Role: role,
    Code: { ZipFile: zip({ [file]: source }) },
    ...extra,
  });
}

async function invoke(event: unknown = {}, extra: { readonly LogType?: 'Tail' } = {}) {
  const answer = await testing.cloud.call(admin, 'lambda', 'Invoke', {
    FunctionName: 'f',
    Payload: Buffer.from(JSON.stringify(event)),
    ...extra,
  });
  return { ...answer, value: JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8')) };
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition() && waited < 10_000; waited += 20) await new Promise((go) => setTimeout(go, 20));
  expect(condition()).toBe(true);
}

describe('a function', () => {
  test('gets its event and context, and its own environment alone', async () => {
    process.env.NOT_FOR_FUNCTIONS = '1';
    await create(
      `export const handler = async (event, context) => ({ event, env: process.env, left: context.getRemainingTimeInMillis(),
        arn: context.invokedFunctionArn, id: context.awsRequestId, memory: context.memoryLimitInMB });`,
      { Environment: { Variables: { STAGE: 'local' } }, Timeout: 5 },
    );
    const { value } = await invoke({ a: 1 });
    expect(value.event).toEqual({ a: 1 });
    expect(value.left).toBeGreaterThan(1_000);
    expect(value.arn).toBe('arn:aws:lambda:eu-west-1:000000000000:function:f');
    expect(value.memory).toBe('128');
    expect(value.env).toMatchObject({
      STAGE: 'local',
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_ACCESS_KEY_ID: 'AKIA',
      TZ: ':UTC',
    });
    expect(value.env).not.toHaveProperty('NOT_FOR_FUNCTIONS');
    expect(value.env.AWS_SESSION_TOKEN).toMatch(/^f@[0-9a-f]{12}$/);
  });

  test('keeps its process warm, and gets a new one when its code changes', async () => {
    await create('let n = 0; exports.handler = async () => [++n, process.pid];', {}, 'src/x/handler.js');
    const first = await invoke();
    const second = await invoke();
    expect([first.value[0], second.value[0]]).toEqual([1, 2]);
    expect(second.value[1]).toBe(first.value[1]);
    await testing.cloud.call(admin, 'lambda', 'UpdateFunctionCode', {
      FunctionName: 'f',
      ZipFile: zip({ 'src/x/handler.js': 'exports.handler = async () => "new";' }),
    });
    expect((await invoke()).value).toBe('new');
    expect(readdirSync(join(testing.cloud.stateDir, 'lambda', 'code'))).toHaveLength(1);
  });

  test('may answer through a callback on older runtimes, and is told on newer ones that it may not', async () => {
    const source = 'exports.handler = (event, context, done) => setTimeout(() => done(null, "later"), 5);';
    await create(source, { Runtime: 'nodejs22.x' }, 'src/x/handler.cjs');
    expect((await invoke()).value).toBe('later');
    await testing.cloud.call(admin, 'lambda', 'UpdateFunctionConfiguration', {
      FunctionName: 'f',
      Runtime: 'nodejs24.x',
    });
    const { FunctionError, value } = await invoke();
    expect(FunctionError).toBe('Unhandled');
    expect(value.errorType).toBe('Runtime.CallbackHandlerDeprecated');
  });

  test('has not failed where the local cloud stops while it runs', async () => {
    await create(
      'export const handler = async () => { console.log("begun"); await new Promise((done) => setTimeout(done, 2500)); };',
    );
    const running = invoke();
    const refused = expect(running).rejects.toMatchObject({ code: 'ServiceException' });
    await until(() => lines.some((line) => line.endsWith('begun')));
    await lambda.stop?.();
    await refused;
    expect(lines.join()).not.toMatch(/ExitError|REPORT/);
  });

  test('has its output in its log between START and REPORT', async () => {
    await create(
      'export const handler = async () => { console.log("hello", { a: 1 }); process.stdout.write("raw\\n"); };',
    );
    const { LogResult } = await invoke({}, { LogType: 'Tail' });
    expect(lines[0]).toMatch(/^START RequestId: \S+ Version: \$LATEST$/);
    expect(lines[1]).toMatch(/^\S+Z\t\S+\tINFO\thello \{ a: 1 \}$/);
    expect(lines[2]).toBe('raw');
    expect(lines[3]).toMatch(/^END RequestId: \S+$/);
    expect(lines[4]).toMatch(
      /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB/,
    );
    expect(Buffer.from(LogResult ?? '', 'base64').toString('utf8')).toContain('hello');
  });

  const major = Number.parseInt(process.versions.node, 10);
  const other = major === 24 ? 'nodejs22.x' : 'nodejs24.x';

  test('is not blamed for the Node of the machine, and warns of what is its own', async () => {
    await create(
      `process.emitWarning('NodeVersionSupportWarning: The AWS SDK for JavaScript (v3) will require node >=22.');
      process.emitWarning('no longer supported', 'NodeDeprecationWarning');
      process.emitWarning('glob is experimental', 'ExperimentalWarning');
      process.emitWarning('punycode', { type: 'DeprecationWarning', code: 'DEP0040' });
      process.emitWarning('old option', { type: 'DeprecationWarning', code: 'MINE01' });
      process.emitWarning('eleven listeners', 'MaxListenersExceededWarning');
      export const handler = async () => 1;`,
      { Runtime: other },
    );
    await invoke();
    const warned = lines.filter((line) => /warning/i.test(line));
    expect(warned).toEqual([
      expect.stringMatching(/\tERROR\t\(node:\d+\) \[MINE01\] DeprecationWarning: old option/),
      expect.stringMatching(/\tERROR\t\(node:\d+\) MaxListenersExceededWarning: eleven listeners/),
    ]);
  });

  test.runIf(['nodejs22.x', 'nodejs24.x'].includes(`nodejs${major}.x`))(
    'is told what its own Node warns of, where the machine has the same',
    async () => {
      await create(
        `process.emitWarning('glob is experimental', 'ExperimentalWarning'); export const handler = async () => 1;`,
        { Runtime: `nodejs${major}.x` },
      );
      await invoke();
      expect(lines.join('\n')).toContain('ExperimentalWarning');
    },
  );

  test("finds neither the developer's home nor a proxy", async () => {
    const proxies = { HTTP_PROXY: 'http://proxy.example', https_proxy: 'http://proxy.example' };
    Object.assign(process.env, proxies);
    try {
      await create(
        `import { homedir } from 'node:os'; export const handler = async () => ({ home: homedir(), names: Object.keys(process.env) });`,
      );
      const { value } = await invoke();
      expect(value.home).toBe('/home/sbx_user1051');
      expect(value.names.filter((name: string) => /proxy/i.test(name))).toEqual([]);
    } finally {
      for (const name of Object.keys(proxies)) delete process.env[name];
    }
  });
});

describe('a failure', () => {
  test('that is thrown is answered with its type, message and trace', async () => {
    await create('export const handler = async () => { throw new TypeError("bad input"); };');
    const { FunctionError, value, StatusCode } = await invoke();
    expect(StatusCode).toBe(200);
    expect(FunctionError).toBe('Unhandled');
    expect(value).toMatchObject({ errorType: 'TypeError', errorMessage: 'bad input' });
    expect(value.trace[0]).toBe('TypeError: bad input');
  });

  test('to end in time kills the process', async () => {
    await create('export const handler = () => new Promise((go) => setTimeout(go, 60000));', { Timeout: 1 });
    const { value } = await invoke();
    expect(value).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(value.errorMessage).toContain('Task timed out after 1.00 seconds');
    expect(lines.some((line) => line.endsWith('Task timed out after 1.00 seconds'))).toBe(true);
  });

  test('to stay within its memory is an out-of-memory', async () => {
    await create(
      'export const handler = async () => { const all = []; for (;;) { all.push(Buffer.alloc(8 << 20, 1)); await new Promise((go) => setTimeout(go, 1)); } };',
      { Timeout: 20 },
    );
    expect((await invoke()).value.errorType).toBe('Runtime.OutOfMemory');
    expect(lines.at(-1)).toContain('Status: error\tError Type: Runtime.OutOfMemory');
  });

  test('by leaving is an exit error, and the next event gets a new process', async () => {
    await create('export const handler = async (event) => { if (event.leave) process.exit(3); return "here"; };');
    const { value } = await invoke({ leave: true });
    expect(value.errorType).toBe('Runtime.ExitError');
    expect(value.errorMessage).toContain('exit status 3');
    expect((await invoke()).value).toBe('here');
  });

  test('to load names the module', async () => {
    await create('import "not-there"; export const handler = async () => 1;');
    const { value, FunctionError } = await invoke();
    expect(FunctionError).toBe('Unhandled');
    expect(value.errorType).toBe('Runtime.ImportModuleError');
    expect(value.errorMessage).toContain('not-there');
  });

  test('to settle is told as such', async () => {
    await create('export const handler = () => new Promise(() => {});');
    expect((await invoke()).value.errorType).toBe('Runtime.NodeJsExit');
  });
});

describe('an asynchronous event', () => {
  test('is tried three times, then goes to the destination and the dead-letter queue', async () => {
    const sent: unknown[] = [];
    testing.answer('sqs', 'SendMessage', (input) => sent.push(input) && {});
    await create('export const handler = async () => { console.log("try"); throw new Error("no"); };', {
      DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:000000000000:dead' },
    });
    await testing.cloud.call(admin, 'lambda', 'PutFunctionEventInvokeConfig', {
      FunctionName: 'f',
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:000000000000:failed' } },
    });
    await testing.cloud.call(admin, 'lambda', 'Invoke', { FunctionName: 'f', InvocationType: 'Event' });
    await until(() => sent.length === 2);
    expect(lines.filter((line) => line.endsWith('\ttry'))).toHaveLength(3);
    expect(sent).toContainEqual(
      expect.objectContaining({ QueueUrl: 'http://127.0.0.1:4566/000000000000/dead', MessageBody: '{}' }),
    );
  });

  test('survives a restart of the local cloud', async () => {
    await create('export const handler = async (event) => { console.log("ran", event.n); };');
    await testing.cloud.call(admin, 'lambda', 'Invoke', {
      FunctionName: 'f',
      InvocationType: 'Event',
      Payload: Buffer.from('{"n":7}'),
    });
    await lambda.stop?.();
    start({});
    lambda.start?.();
    await until(() => lines.some((line) => line.endsWith('\tran 7')));
  });
});

describe('a fault', () => {
  const source = 'export const handler = async () => { console.log("ran"); return 1; };';

  test('crashes a function after it returned, before the invoker hears of it', async () => {
    await create(source);
    testing.cloud.faults.add({ at: 'lambda:invoke', kind: 'crash-after', match: ':f', times: 1 });
    expect((await invoke()).value.errorType).toBe('Runtime.ExitError');
    expect(lines.some((line) => line.endsWith('\tran'))).toBe(true);
    expect((await invoke()).value).toBe(1);
  });

  test('crashes it before its end, or runs it twice', async () => {
    await create(source);
    testing.cloud.faults.add({ at: 'lambda:invoke', kind: 'crash-before', times: 1 });
    expect((await invoke()).value.errorType).toBe('Runtime.ExitError');
    lines.length = 0;
    testing.cloud.faults.add({ at: 'lambda:invoke', kind: 'duplicate', times: 1 });
    expect((await invoke()).value).toBe(1);
    expect(lines.filter((line) => line.endsWith('\tran'))).toHaveLength(2);
  });

  test('kills the process of one session', async () => {
    await create('export const handler = () => new Promise((go) => setTimeout(go, 5000));', { Timeout: 10 });
    const running = invoke();
    await until(() => lines.some((line) => line.startsWith('START')));
    lambda.killFunction('f');
    expect((await running).value.errorMessage).toContain('signal: killed');
  });
});

describe('the API', () => {
  test('refuses what AWS refuses, and names what does not run here', async () => {
    await create('export const handler = async () => 1;');
    await expect(create('')).rejects.toThrow('Function already exist: f');
    await expect(
      create('', { FunctionName: 'g', Layers: ['arn:aws:lambda:eu-west-1:000000000000:layer:x:1'] }),
    ).rejects.toThrow('Layers');
    await expect(create('', { FunctionName: 'g', Runtime: 'python3.13' })).rejects.toThrow('python3.13');
    await expect(create('', { FunctionName: 'g', MemorySize: 64 })).rejects.toThrow('memorySize');
    await expect(testing.cloud.call(admin, 'lambda', 'Invoke', { FunctionName: 'nobody' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
    });
    await expect(
      testing.cloud.call(admin, 'lambda', 'Invoke', { FunctionName: 'f', Payload: Buffer.from('{') }),
    ).rejects.toMatchObject({ code: 'InvalidRequestContentException' });
  });

  test('throttles beyond reserved concurrency', async () => {
    await create('export const handler = () => new Promise((go) => setTimeout(go, 300));');
    await testing.cloud.call(admin, 'lambda', 'PutFunctionConcurrency', {
      FunctionName: 'f',
      ReservedConcurrentExecutions: 1,
    });
    const first = invoke();
    await expect(invoke()).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });
    await first;
  });

  test('keeps a resource policy that names its callers', async () => {
    await create('export const handler = async () => 1;');
    await testing.cloud.call(admin, 'lambda', 'AddPermission', {
      FunctionName: 'f',
      StatementId: 's1',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: 'arn:aws:events:eu-west-1:000000000000:rule/r',
    });
    const SourceArn = 'arn:aws:events:eu-west-1:000000000000:rule/r';
    expect(lambda.resourcePolicy?.('arn:aws:lambda:eu-west-1:000000000000:function:f')).toMatchObject({
      Statement: [
        {
          Sid: 's1',
          Principal: { Service: 'events.amazonaws.com' },
          Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } },
        },
      ],
    });
  });

  test('leaves nothing of a deleted function', async () => {
    await create('export const handler = async () => 1;', { Publish: true });
    await invoke();
    await testing.cloud.call(admin, 'lambda', 'DeleteFunction', { FunctionName: 'f' });
    const code = join(testing.cloud.stateDir, 'lambda', 'code');
    expect(existsSync(code) ? readdirSync(code) : []).toEqual([]);
  });
});
