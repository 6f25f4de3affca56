import type { DatasetFailed } from '@tributary/shared/events.ts';
import { describe, expect, test } from 'vitest';
import { grouped } from './group-notices.ts';
import { type LakeFact, noticesOf, quoted } from './notice.ts';
import { noticeText } from './notice-text.ts';

const rejected = (at: string, key: string, reasons: Readonly<Record<string, number>>): LakeFact => ({
  type: 'Records Rejected',
  at,
  detail: { version: '1', source: { bucket: 'raw', key }, table: 'haproxy_requests', count: 1, reasons, rejected: [] },
});
const failed = (willRetry: boolean, setAside?: string[]): LakeFact => ({
  type: 'Dataset Failed',
  at: '2026-11-20T13:00:00Z',
  detail: {
    ...{ version: '1', dataset: 'usage', attempt: 1, category: 'user', message: 'line 1:8: Column x', willRetry },
    ...(setAside && { setAside }),
  },
});

describe('rejected records', () => {
  test('are told for each reason, of all objects together, since the first, with the first object', () => {
    const facts = [
      rejected('2026-11-20T13:02:00Z', 'raw/logs/b', { bad_line: 2, cut: 1 }),
      rejected('2026-11-20T13:01:00Z', 'raw/logs/a', { bad_line: 3 }),
    ];
    const told = grouped(facts.flatMap(noticesOf));
    expect(told).toMatchObject([
      {
        key: 'rejected#haproxy_requests#bad_line',
        page: 'records-rejected',
        since: '2026-11-20T13:01:00Z',
        count: 5,
        events: 2,
        object: 's3://raw/raw/logs/a',
        begin: 'lake trace raw/logs/a',
      },
      { key: 'rejected#haproxy_requests#cut', count: 1, events: 1 },
    ]);
    expect(grouped(facts.toReversed().flatMap(noticesOf))).toEqual(told);
  });

  test('of one moment are told by the first object in the alphabet, whatever order they come in', () => {
    const at = '2026-11-20T13:01:00Z';
    const facts = [rejected(at, 'b', { cut: 1 }), rejected(at, 'a', { cut: 1 }), rejected(at, 'c', { cut: 1 })];
    for (const each of [facts, facts.toReversed()])
      expect(grouped(each.flatMap(noticesOf))).toMatchObject([{ object: 's3://raw/a', count: 3 }]);
  });
});

describe('a failed dataset', () => {
  test('that is tried again is apart from one of which work was set aside', () => {
    const told = grouped([failed(true), failed(false, ['2026-11-19', '2026-11-20'])].flatMap(noticesOf));
    expect(told.map(({ key }) => key)).toEqual(['failed#usage#user#aside', 'failed#usage#user#retried']);
    expect(told[0]).toMatchObject({
      page: 'set-aside',
      means: expect.stringMatching(/^2026-11-19 and 1 more of usage/),
    });
    expect(told[1]).toMatchObject({ wrong: expect.stringContaining('line 1:8'), begin: 'lake jobs usage' });
  });
});

test('what a failed dataset is told with: its file, its statement, and the command that runs it again', () => {
  const link = 'https://eu-west-1.console.aws.amazon.com/athena/home?region=eu-west-1#/query-editor/history/q1';
  const detail = {
    ...({
      version: '1',
      dataset: 'usage',
      attempt: 1,
      category: 'user',
      message: 'audit: who is known (1 rows)',
    } as const),
    ...{ where: 'datasets/usage.sql', link, command: 'lake run usage --day 2026-11-20', willRetry: false },
  };
  const at = '2026-11-20T13:00:00Z';
  const textOf = (of: Partial<DatasetFailed>) => {
    const [notice] = noticesOf({ type: 'Dataset Failed', at, detail: { ...detail, ...of } });
    return notice && noticeText(notice, undefined, 'dev').message.split('\n');
  };
  expect(textOf({})).toEqual(
    expect.arrayContaining([
      'Wrong: A statement failed (user) in datasets/usage.sql: audit: who is known (1 rows)',
      `Statement: ${link}`,
      'Begin: npx lake jobs usage --stage dev',
      'Again, once it is mended: npx lake run usage --day 2026-11-20 --stage dev',
    ]),
  );
  const said = textOf({ where: 'x.sql:3:1', message: 'COLUMN_NOT_FOUND: x.sql:3:1: Column', willRetry: true });
  expect(said).toContain('Wrong: A statement failed (user): COLUMN_NOT_FOUND: x.sql:3:1: Column');
  expect(said?.join()).not.toContain('Again');
});

describe('drift', () => {
  const detail = {
    version: '1',
    ...{ database: 'lake', table: 'shop_orders', from: 'raw/files/shop/orders/' },
    ...{ missed: 2, partitionsMended: 0, columns: ['id: bigint, string'], retyped: false },
  } as const;

  test('says what was found, and what is left to somebody', () => {
    const at = '2026-11-20T02:30:00Z';
    expect(
      noticesOf({ type: 'Table Drift', at, detail: { ...detail, columns: [...detail.columns], left: 'few' } }),
    ).toMatchObject([
      {
        key: 'drift#shop_orders',
        page: 'table-drift',
        wrong:
          'Reconcile found 2 objects of raw/files/shop/orders/ that no event told of; columns of other types than their files show (id: bigint, string).',
        means: expect.stringContaining('as few'),
        count: 3,
      },
    ]);
  });
});

describe('the text', () => {
  const [notice] = noticesOf(rejected('2026-11-20T13:01:00Z', 'raw/logs/a', { cut: 4 }));
  if (notice === undefined) throw new Error('no notice');

  test('has what, since when, how many, which object and what to do, a line each', () => {
    expect(noticeText(notice, undefined, 'dev')).toEqual({
      subject: 'dev: haproxy_requests: records rejected (cut)',
      message: [
        'Notice: haproxy_requests: records rejected (cut)',
        'Wrong: Records were rejected for the reason cut.',
        'Since: 2026-11-20T13:01:00Z',
        'How many: 4 records',
        'First object: s3://raw/raw/logs/a',
        'Means: They are not in haproxy_requests; their bytes are kept under rejected/, and the rest of their objects is in.',
        'Begin: npx lake trace raw/logs/a --stage dev',
        'Page: docs/runbook/records-rejected.md',
      ].join('\n'),
    });
  });

  test('says what was held back, and since when', () => {
    const held = { count: 1200, events: 7, since: '2026-11-20T12:10:00Z' };
    const { message } = noticeText(notice, held, 'dev');
    expect(message).toContain('Since: 2026-11-20T12:10:00Z\n');
    expect(message).toContain('Held back: 1200 records in 7 events since it was last told\n');
  });

  test('is as long as SNS takes, of one line each, whatever is in it', () => {
    const long = { ...notice, title: `é\n${'x'.repeat(200)}`, wrong: `a\nPage: b ${'y'.repeat(300_000)}` };
    const { subject, message } = noticeText(long, undefined, 'dev');
    expect(subject).toMatch(/^dev: \? ?x+\.\.\.$|^dev: \?\?x+\.\.\.$/);
    expect(subject).toHaveLength(100);
    expect(message.split('\n')).toHaveLength(8);
    expect(message.length).toBeLessThan(4000);
  });
});

test('what people name their files is one word of a shell', () => {
  expect([quoted('raw/a=1/b.gz'), quoted('a b'), quoted("it's;rm")]).toEqual([
    'raw/a=1/b.gz',
    "'a b'",
    `'it'\\''s;rm'`,
  ]);
});
