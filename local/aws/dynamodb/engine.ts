import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { jsonBody } from '../../wire/body.ts';
import { serviceModel } from '../../wire/model.ts';
import { type Dynalite, openDynalite, RefusedError } from './dynalite.ts';
import type { IndexMaker } from './dynalite-index.ts';

/** dynalite, which keeps tables and items: called with the SDK's inputs, answering with its outputs. */
export type Engine = {
  /** Throws DynamoDB's own errors. */
  call(operation: string, input: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** Of tables that are there. */
  readonly indexes: IndexMaker;
  /** Closes the tables' files; resolves at once when nothing was called. */
  stop(): Promise<void>;
};

const codec = jsonBody('application/x-amz-json-1.0');
const outputSchema = z.record(z.string(), z.unknown());
const errorSchema = z.looseObject({
  __type: z.string(),
  message: z.string().optional(),
  Message: z.string().optional(),
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const maxRequestBytes = 16 * 1024 * 1024;

/** Nothing is loaded or opened before the first call. */
export function createEngine(cloud: Cloud): Engine {
  let dynalite: Dynalite | undefined;
  const opened = (): Dynalite => {
    dynalite ??= openIn(cloud);
    return dynalite;
  };
  return {
    indexes: {
      create: (table, index) => opened().indexes.create(table, index),
      remove: (table, index) => opened().indexes.remove(table, index),
    },
    async call(operation, input) {
      const { run } = opened();
      const model = (await serviceModel('dynamodb')).operations.get(operation);
      if (!model) throw notCovered(`dynamodb:${operation}`);
      const body = String(codec.write(model.input, input));
      if (Buffer.byteLength(body) > maxRequestBytes)
        throw new AwsError('ValidationException', `The request is larger than ${maxRequestBytes} bytes`);
      const value = await run(operation, JSON.parse(body)).catch((error: unknown) => {
        throw error instanceof RefusedError ? readRefusal(error) : error;
      });
      if (!model.output.isStructSchema()) return {};
      return outputSchema.parse((await codec.read(model.output, Buffer.from(JSON.stringify(value)))) ?? {});
    },
    async stop() {
      const closing = dynalite?.close();
      dynalite = undefined;
      await closing;
    },
  };
}

function openIn(cloud: Cloud): Dynalite {
  const path = join(cloud.stateDir, 'dynamodb', 'items');
  mkdirSync(path, { recursive: true });
  return openDynalite(path, cloud);
}

function readRefusal({ body, status }: RefusedError): AwsError {
  const parsed = errorSchema.safeParse(body);
  if (!parsed.success) return new AwsError('InternalServerError', JSON.stringify(body), status);
  const { __type, message, Message, ...members } = parsed.data;
  return new AwsError(__type.slice(__type.lastIndexOf('#') + 1), message ?? Message ?? '', status, members);
}
