import { join } from 'node:path';
import { build } from 'esbuild';

/** Of each client its class and the one command of it that any function has. */
const clients: ReadonlyMap<string, readonly [client: string, command: string]> = new Map([
  ['athena', ['AthenaClient', 'StartQueryExecutionCommand']],
  ['dynamodb', ['DynamoDBClient', 'UpdateItemCommand']],
  ['eventbridge', ['EventBridgeClient', 'PutEventsCommand']],
  ['glue', ['GlueClient', 'GetTableCommand']],
  ['kinesis', ['KinesisClient', 'PutRecordsCommand']],
  ['s3', ['S3Client', 'GetObjectCommand']],
  ['secrets-manager', ['SecretsManagerClient', 'GetSecretValueCommand']],
  ['sqs', ['SQSClient', 'SendMessageCommand']],
]);

/**
 * What an expert writes by hand: nothing but the same clients of the SDK, one command of each, and an error as JSON; bundled as AWS's guides
 * and serverless-esbuild's README do it. `sources` are those of the function's bundle.
 */
export async function buildRival(name: string, sources: readonly string[], folder: string): Promise<string> {
  const used = [...clients].filter(([client]) =>
    sources.some((source) => source.includes(`@aws-sdk/client-${client}/`)),
  );
  const lines = used.map(
    ([client, [type, command]]) => `import { ${type}, ${command} } from '@aws-sdk/client-${client}';`,
  );
  const sends = used.map(([, [type, command]]) => `async (input) => new ${type}({}).send(new ${command}(input))`);
  const made = used.map(([, [type]]) => `new ${type}({})`);
  const contents = `${lines.join('\n')}
const clients = [${made.join(', ')}];
const sends = [${sends.join(', ')}];
export async function handler(event) {
  try {
    for (const { body } of event.Records) await sends[0](JSON.parse(body));
  } catch (error) {
    console.error(JSON.stringify({ level: 'ERROR', message: error.message, stack: error.stack, clients: clients.length }));
    throw error;
  }
}`;
  const outfile = join(folder, `${name}.mjs`);
  await build({
    stdin: { contents, resolveDir: process.cwd(), loader: 'js' },
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  return outfile;
}
