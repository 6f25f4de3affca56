import { describe, expect, test } from 'vitest';
import type { Told } from '../../core/notice-text.ts';
import type { HoldStore } from '../../telling/hold-store.ts';
import { createGroupNotices } from './group-notices.ts';

/** Of everything nothing was told before. */
const fresh: HoldStore = {
  state: async () => undefined,
  all: async () => [],
  claim: async () => true,
  told: async () => undefined,
  release: async () => undefined,
  hold: async () => undefined,
};

function world(publish?: (told: Told) => void) {
  const told: Told[] = [];
  const errors: string[] = [];
  const groupNotices = createGroupNotices({
    holds: fresh,
    stage: 'dev',
    now: () => 0,
    log: { error: (text) => void errors.push(String(text)) },
    count: () => undefined,
    async publish(message) {
      publish?.(message);
      told.push(message);
    },
  });
  return { told, errors, groupNotices };
}

const message = (id: string, body: unknown) => ({ id, body, receiveCount: 1 });
const rejected = (id: string, reasons: Readonly<Record<string, number>>) =>
  message(id, {
    'detail-type': 'Records Rejected',
    time: '2026-11-20T13:00:00Z',
    detail: { version: '1', source: { bucket: 'raw', key: id }, table: 't', count: 1, reasons, rejected: [] },
  });
const failed = message('f', {
  'detail-type': 'Dataset Failed',
  time: '2026-11-20T13:00:00Z',
  detail: { version: '1', dataset: 'd', attempt: 1, category: 'user', message: 'm', willRetry: true },
});
const drifted = message('d', {
  'detail-type': 'Table Drift',
  time: '2026-11-20T02:30:00Z',
  detail: {
    ...{ version: '1', database: 'lake', table: 't', from: 'raw/files/a/b/', missed: 1, partitionsMended: 0 },
    ...{ columns: [], retyped: false },
  },
});

describe('a batch', () => {
  test('of many events is one message for each table or dataset and reason', async () => {
    const { told, groupNotices } = world();
    const many = Array.from({ length: 500 }, (_, at) => rejected(`k${at}`, { cut: 2, bad: 1 }));
    expect(await groupNotices([...many, failed, drifted])).toEqual(new Set());
    expect(told.map(({ subject }) => subject)).toEqual([
      'dev: t: not as its files are',
      'dev: d: a statement failed and is tried again',
      'dev: t: records rejected (bad)',
      'dev: t: records rejected (cut)',
    ]);
    expect(told[3]?.message).toContain('How many: 1000 records in 500 events');
  });

  test('gives back the messages of a notice that could not be told, and no others', async () => {
    const { told, errors, groupNotices } = world(({ subject }) => {
      if (subject.includes('(cut)')) throw new Error('throttled');
    });
    const unfinished = await groupNotices([rejected('a', { cut: 1, bad: 1 }), rejected('b', { bad: 1 }), failed]);
    expect(unfinished).toEqual(new Set(['a']));
    expect(told).toHaveLength(2);
    expect(errors).toEqual(['A notice could not be told, and will be tried again']);
  });

  test('gives back what is no event that is told', async () => {
    const { errors, groupNotices } = world();
    expect(await groupNotices([message('x', { 'detail-type': 'Table Updated' }), failed])).toEqual(new Set(['x']));
    expect(errors).toEqual(['A message is no event that is told']);
  });
});
