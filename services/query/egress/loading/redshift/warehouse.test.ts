import {
  ActiveStatementsExceededException,
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  GetStatementResultCommand,
  ResourceNotFoundException,
  ValidationException,
} from '@aws-sdk/client-redshift-data';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { copiesOf } from '../../core/copy.ts';
import { egress } from '../../core/egress.ts';
import type { ApplyPlan, RedshiftCopy } from '../../core/redshift/plan.ts';
import { createPrepare } from './prepare.ts';
import { createWarehouse } from './warehouse.ts';

function copyOf(of: object = {}): RedshiftCopy {
  const [copy] = copiesOf([
    {
      ...{ table: 'usage', columns: { day: 'date' as const }, key: ['day'] },
      egress: egress.parse([{ to: 'redshift', cluster: 'c', database: 'dev', table: 'daily', ...of }]),
    },
  ]);
  if (copy?.destination.to !== 'redshift') throw new Error('no copy');
  return { ...copy, destination: copy.destination };
}

const planOf = (copy: RedshiftCopy): ApplyPlan => ({
  copy,
  run: {
    ...{ id: 'r1', number: 1, scope: 'all', location: 's3://results/egress/usage.redshift/version=7-r1/' },
    version: { lineage: 'l', sequence: 7, snapshot: '70', committedAt: 7 },
  },
  seen: { columns: ['day'] },
});

/** A client that gives these answers in turn, and throws those that are errors. */
function clientOf(...answers: readonly object[]) {
  const sent: unknown[] = [];
  return {
    sent,
    async send(command: unknown) {
      sent.push(command);
      const answer = answers[sent.length - 1];
      if (answer instanceof Error) throw answer;
      return { $metadata: {}, ...answer };
    },
  };
}

const of = (client: ReturnType<typeof clientOf>) =>
  createWarehouse({ client, prepare: async () => ({ isEmpty: false, jsonPaths: '' }), workGroup: 'acme-egress-dev' });

const refusal = (
  Kind: typeof ValidationException | typeof ActiveStatementsExceededException | typeof ResourceNotFoundException,
  message: string,
) => new Kind({ message, Message: message, ResourceId: 'x', $metadata: {} });

describe('the Data API', () => {
  test('is given a batch with its token, its name, and the wish to hear of its end', async () => {
    const client = clientOf({ Id: 'look' }, { Id: 'apply' });
    expect(await of(client).startLook(copyOf(), 'token')).toBe('look');
    expect(await of(client).startApply(planOf(copyOf({ secret: 's' })), 'other')).toBe('apply');
    const [look, apply] = client.sent;
    if (!(look instanceof BatchExecuteStatementCommand && apply instanceof BatchExecuteStatementCommand)) throw look;
    const named = { StatementName: 'acme-egress-dev.usage.redshift', WithEvent: true };
    expect(look.input).toEqual({
      ...{ ...named, ClusterIdentifier: 'c', Database: 'dev', ClientToken: 'token' },
      Sqls: [expect.stringContaining('CREATE TABLE IF NOT EXISTS'), expect.any(String), expect.any(String)],
    });
    expect(apply.input).toMatchObject({ ...named, SecretArn: 's', ClientToken: 'other' });
    expect(apply.input.Sqls?.[0]).toBe('LOCK "public"."_lake_egress"');
  });

  test('is told who is spoken to, and as whom', async () => {
    const client = clientOf({ Id: '1' }, { Id: '2' });
    await of(client).startLook(copyOf({ dbUser: 'u' }), 't');
    await of(client).startLook(copyOf({ cluster: undefined, workgroup: 'bi-1' }), 't');
    expect(client.sent).toMatchObject([
      { input: { ClusterIdentifier: 'c', DbUser: 'u' } },
      { input: { WorkgroupName: 'bi-1' } },
    ]);
  });

  test.each([
    [
      refusal(ValidationException, 'no such database'),
      { message: expect.stringContaining('no such database'), retryable: false },
    ],
    [refusal(ActiveStatementsExceededException, 'too many'), { name: 'DatabaseError', retryable: true }],
  ])('that refuses a batch is told as a database: %s', async (error, expected) => {
    await expect(of(clientOf(error)).startLook(copyOf(), 't')).rejects.toMatchObject(expected);
  });

  test('whose refusal is no mistake of the dataset is thrown as it is', async () => {
    const error = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    await expect(of(clientOf(error)).startLook(copyOf(), 't')).rejects.toBe(error);
  });

  test('says what a look found, however many pages that has', async () => {
    const text = (...values: readonly string[]) => values.map((stringValue) => ({ stringValue }));
    const client = clientOf(
      { Records: [text('day')], NextToken: 'n' },
      { Records: [text('own')] },
      { Records: [text('l', '7', '2026-11-20 13:00:00.005', 'r1', '9')] },
    );
    expect(await of(client).seen('look')).toEqual({
      columns: ['day', 'own'],
      book: { lineage: 'l', sequence: 7, committedAt: Date.UTC(2026, 10, 20, 13, 0, 0, 5), run: 'r1', number: 9 },
    });
    expect(client.sent.map((each) => each instanceof GetStatementResultCommand && each.input)).toEqual([
      { Id: 'look:2' },
      { Id: 'look:2', NextToken: 'n' },
      { Id: 'look:3' },
    ]);
  });

  test('is asked how a statement is, and may have forgotten it', async () => {
    const client = clientOf({ Status: 'PICKED' }, refusal(ResourceNotFoundException, 'no'), new Error('throttled'));
    expect(await of(client).statement('a')).toEqual({ state: 'running' });
    expect(client.sent[0]).toBeInstanceOf(DescribeStatementCommand);
    expect(await of(client).statement('a')).toBeUndefined();
    await expect(of(client).statement('a')).rejects.toThrow('throttled');
    expect(await of(clientOf(refusal(ResourceNotFoundException, 'no'))).seen('a')).toBeUndefined();
  });

  test('is asked to stop a statement, which may have ended', async () => {
    const client = clientOf({}, refusal(ValidationException, 'FINISHED'), new Error('throttled'));
    await of(client).cancel('a');
    expect(client.sent[0]).toMatchObject({ input: { Id: 'a' } });
    expect(client.sent[0]).toBeInstanceOf(CancelStatementCommand);
    await of(client).cancel('a');
    await expect(of(client).cancel('a')).rejects.toThrow('throttled');
  });
});

describe('files', () => {
  const list = { Contents: [{ Key: 'a', Size: 1 }] };

  test('of Parquet are looked for, and read by the role that is named', async () => {
    const client = clientOf(list, {});
    expect(await createPrepare(client, 'role')(planOf(copyOf()))).toMatchObject({ isEmpty: false, role: 'role' });
    expect(client.sent).toHaveLength(1);
    expect(client.sent[0]).toBeInstanceOf(ListObjectsV2Command);
    expect(await createPrepare(client, '')(planOf(copyOf()))).toEqual({
      isEmpty: true,
      jsonPaths: 's3://results/egress/usage.redshift/version=7-r1.jsonpaths',
    });
  });

  test('of JSON get a JSONPaths file beside their folder', async () => {
    const client = clientOf({}, list);
    await createPrepare(client, '')(planOf(copyOf({ format: 'json' })));
    const [put] = client.sent;
    if (!(put instanceof PutObjectCommand)) throw put;
    expect(put.input).toMatchObject({ Bucket: 'results', Key: 'egress/usage.redshift/version=7-r1.jsonpaths' });
    expect(JSON.parse(String(put.input.Body))).toEqual({ jsonpaths: ["$['day']"] });
  });
});
