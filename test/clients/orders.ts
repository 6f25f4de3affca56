import { createHash } from 'node:crypto';
import AdmZip from 'adm-zip';

/** A request that does something or reads something, all of whose credentials anybody knows: what a page would like to send. */
export type Order = {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: string;
  /** What a CORS-simple request cannot have. */
  readonly headers?: Readonly<Record<string, string>>;
};

export const bucket = 'kept';
export const secret = 'the broker’s password';
export const roleArn = 'arn:aws:iam::000000000000:role/runner';

/** Orders by what they would do; each is carried out when a program sends it (the test sends them itself to see that). */
export function ordersFor(now: Date) {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const signed = (path: string, service: string, more = '') => {
    const scope = `test/${stamp.slice(0, 8)}/eu-west-1/${service}/aws4_request`;
    const signature = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(scope)}&X-Amz-Date=${stamp}&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=00`;
    return `${path}?${more}${more === '' ? '' : '&'}${signature}`;
  };
  const text = 'text/plain';
  const form = 'application/x-www-form-urlencoded';
  const stack = new URLSearchParams({ Action: 'CreateStack', StackName: 'evil', TemplateBody: template() });
  return {
    createFunction: order('POST', signed('/2015-03-31/functions', 'lambda'), text, functionBody()),
    invokeFunction: order('POST', signed('/2015-03-31/functions/innocent/invocations', 'lambda'), text, '{}'),
    createStack: order('POST', signed('/', 'cloudformation'), form, stack.toString()),
    linkedStack: order('GET', signed('/', 'cloudformation', 'Action=DeleteStack&StackName=innocent'), text, ''),
    deleteObjects: {
      ...order('POST', signed(`/${bucket}`, 's3', 'delete'), text, deletion),
      headers: { 'content-md5': createHash('md5').update(deletion).digest('base64') },
    },
    putObject: order('PUT', signed(`/${bucket}/planted.txt`, 's3'), text, 'planted'),
    getObject: order('GET', signed(`/${bucket}/secret.js`, 's3'), text, ''),
    listBuckets: order('GET', signed('/', 's3'), text, ''),
    getSecret: {
      ...order('POST', signed('/', 'secretsmanager'), 'application/x-amz-json-1.1', '{"SecretId":"broker"}'),
      headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' },
    },
    addFault: order('POST', '/_lake/faults', text, '{"at":"s3:GetObject","kind":"error"}'),
    declareQueue: {
      ...order('PUT', '/api/queues/%2F/evil', 'application/json', '{}'),
      headers: { authorization: `Basic ${btoa('guest:guest')}` },
    },
    health: order('GET', '/_lake/health', text, ''),
    consolePage: order('GET', '/_lake/', text, ''),
    consoleApi: order('GET', '/_lake/api/lake', text, ''),
    consoleParses: order('POST', '/_lake/api/lake', text, 'a line'),
  } satisfies Readonly<Record<string, Order>>;
}

export type Orders = ReturnType<typeof ordersFor>;

const deletion = '<Delete><Object><Key>victim.txt</Key></Object></Delete>';

const order = (method: string, path: string, type: string, body: string): Order => ({ method, path, type, body });

function template(): string {
  return JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'evil' } } } });
}

function functionBody(name = 'evil'): string {
  return JSON.stringify({
    FunctionName: name,
    Role: roleArn,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: zipOf('export const handler = async () => "ran";').toString('base64') },
  });
}

export function zipOf(source: string): Buffer {
  const zip = new AdmZip();
  zip.addFile('index.mjs', Buffer.from(source));
  return zip.toBuffer();
}
