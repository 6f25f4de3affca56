import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { jsonBody } from '../../wire/body.ts';
import { serviceModel } from '../../wire/model.ts';

/** dynalite, which keeps tables and items: called with the SDK's inputs, answering with its outputs. */
export type Engine = {
  /** Throws DynamoDB's own errors. */
  call(operation: string, input: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** Closes the tables' files; resolves at once when nothing was called. */
  stop(): Promise<void>;
};

type Running = { readonly server: Server; readonly url: string };
type Dynalite = (options: Readonly<Record<string, unknown>>) => Server;

const codec = jsonBody('application/x-amz-json-1.0');
const outputSchema = z.record(z.string(), z.unknown());
const errorSchema = z.looseObject({
  __type: z.string(),
  message: z.string().optional(),
  Message: z.string().optional(),
});

/** Nothing is loaded or opened before the first call. */
export function createEngine(cloud: Cloud): Engine {
  let running: Promise<Running> | undefined;
  return {
    async call(operation, input) {
      running ??= startEngine(cloud);
      const { url } = await running;
      const model = (await serviceModel('dynamodb')).operations.get(operation);
      if (!model) throw notCovered(`dynamodb:${operation}`);
      const response = await fetch(url, {
        method: 'POST',
        headers: headers(operation),
        body: codec.write(model.input, input),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      if (response.status !== 200) throw readError(bytes, response.status);
      if (!model.output.isStructSchema()) return {};
      return outputSchema.parse((await codec.read(model.output, bytes)) ?? {});
    },
    async stop() {
      if (!running) return;
      const { server } = await running;
      running = undefined;
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
    },
  };
}

async function startEngine(cloud: Cloud): Promise<Running> {
  const path = join(cloud.stateDir, 'dynamodb', 'items');
  mkdirSync(path, { recursive: true });
  const server = inPlace(cloud, () => load()({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('dynalite listens on no port');
  return { server, url: `http://127.0.0.1:${address.port}` };
}

/** dynalite has no types of its own and is CommonJS. */
function load(): Dynalite {
  const loaded: unknown = createRequire(import.meta.url)('dynalite');
  if (!isDynalite(loaded)) throw new Error('The package dynalite exports no function');
  return loaded;
}

function isDynalite(value: unknown): value is Dynalite {
  return typeof value === 'function';
}

/** dynalite takes account and region, for its ARNs, from the environment while it is made. */
function inPlace<T>({ account, region }: Cloud, make: () => T): T {
  const { AWS_ACCOUNT_ID, AWS_REGION } = process.env;
  Object.assign(process.env, { AWS_ACCOUNT_ID: account, AWS_REGION: region });
  try {
    return make();
  } finally {
    restore('AWS_ACCOUNT_ID', AWS_ACCOUNT_ID);
    restore('AWS_REGION', AWS_REGION);
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

/** It wants a signature, and checks none. */
function headers(operation: string): Record<string, string> {
  return {
    'content-type': codec.contentType,
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20260101T000000Z',
    authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none',
  };
}

function readError(bytes: Buffer, status: number): AwsError {
  const parsed = errorSchema.safeParse(JSON.parse(bytes.toString('utf8') || '{}'));
  if (!parsed.success) return new AwsError('InternalServerError', bytes.toString('utf8'), status);
  const { __type, message, Message, ...members } = parsed.data;
  return new AwsError(__type.slice(__type.lastIndexOf('#') + 1), message ?? Message ?? '', status, members);
}
