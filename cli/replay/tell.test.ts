import { summaryOf } from '@tributary/ingest/replay/core/summary.ts';
import { expect, test } from 'vitest';
import { tellSummary, tellWork } from './tell.ts';

test('a dry run tells what would be done, and why records had failed', () => {
  const summary = summaryOf({ objects: 1, bytes: 1200, records: 3, messagesSent: 2, archived: 1 }, { bad_date: 3 });
  expect(
    tellSummary(summary, false, { what: 'raw-logs-key', key: 'raw/logs/x' })
      .split('\n')
      .map((line) => line.trim()),
  ).toEqual([
    '1 object, 1,200 bytes, 3 records',
    'bad_date: 3',
    '1 object archived, left out: restore them (aws s3api restore-object … --restore-request Days=7), and run this again once that is done',
    'would send 2 messages to parse-logs',
    '',
  ]);
});

test('a run tells what it did, and what is left', () => {
  const summary = summaryOf({
    objects: 2,
    doneBefore: 1,
    records: 1,
    failedAgain: 1,
    eventsSent: 4,
    objectsWritten: 1,
  });
  const told = tellSummary(summary, true, { what: 'failed', stream: 'events' });
  for (const line of [
    '1 object done in an earlier run',
    '1 record failed again',
    'sent 4 events',
    '1 object written',
  ]) {
    expect(told).toContain(line);
  }
});

test('files of databases go to land-changes', () => {
  const summary = summaryOf({ objects: 1, messagesSent: 1 });
  for (const work of [
    { what: 'raw-db', key: 'raw/db/' } as const,
    { what: 'rejected', function: 'changes' } as const,
  ]) {
    expect(tellSummary(summary, true, work)).toContain('sent 1 message to land-changes');
    expect(tellWork({ run: 'r', work })).toContain('through land-changes');
  }
});

test('work is told with its hours, where it has some', () => {
  const told = (work: Parameters<typeof tellWork>[0]['work']) => tellWork({ run: 'r', work });
  expect(told({ what: 'failed', stream: 'facts' })).toBe('failed deliveries of facts');
  expect(told({ what: 'rejected', function: 'bridge', from: '2026-11-20T13' })).toBe(
    'messages that bridge rejected, through the routes, from 2026-11-20T13',
  );
  expect(told({ what: 'raw-events', from: '2026-11-20T13', to: '2026-11-20T14' })).toContain(
    'raw/events/*/ to facts, by the present declarations, from 2026-11-20T13, to 2026-11-20T14',
  );
});
