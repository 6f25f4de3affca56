import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AlarmHistoryItem, HistoryItemType } from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../../kernel/clock.ts';
import { openCompactingJournal } from '../../kernel/compacting-journal.ts';
import { operation } from '../../kernel/operation.ts';

type Item = Omit<AlarmHistoryItem, 'Timestamp'> & { readonly at: number };

/** What became of alarms in the last 30 days, 10,000 entries at most. */
export type AlarmHistory = {
  add(alarm: { readonly AlarmName?: string | undefined }, type: HistoryItemType, summary: string, data: object): void;
  all(): readonly Item[];
};

const keptMs = 30 * 86_400_000;
const maxItems = 10_000;

export function openAlarmHistory(dir: string, clock: Pick<Clock, 'now'>): AlarmHistory {
  const items = openCompactingJournal<Item>(join(dir, 'alarm-history.jsonl'));
  return {
    add({ AlarmName = '' }, HistoryItemType, HistorySummary, data) {
      const at = clock.now();
      for (const [key, item] of items.entries()) {
        if (item.at > at - keptMs && items.size < maxItems) break;
        items.delete(key);
      }
      const HistoryData = JSON.stringify({ version: '1.0', ...data });
      items.put(randomUUID(), {
        AlarmName,
        AlarmType: 'MetricAlarm',
        HistoryItemType,
        HistorySummary,
        HistoryData,
        at,
      });
    },
    all: () => [...items.values()],
  };
}

export const describeAlarmHistory = (history: AlarmHistory) =>
  operation('monitoring', 'DescribeAlarmHistory', {
    permissions: ({ AlarmName = '*' }, { cloud }) => [
      {
        action: 'cloudwatch:DescribeAlarmHistory',
        resource: `arn:aws:cloudwatch:${cloud.region}:${cloud.account}:alarm:${AlarmName}`,
      },
    ],
    handle({ AlarmName, HistoryItemType, StartDate, EndDate, MaxRecords = 100, ScanBy, NextToken = '0' }) {
      const found = history
        .all()
        .filter((item) => AlarmName === undefined || item.AlarmName === AlarmName)
        .filter((item) => HistoryItemType === undefined || item.HistoryItemType === HistoryItemType)
        .filter(
          ({ at }) => at >= (StartDate?.getTime() ?? 0) && at <= (EndDate?.getTime() ?? Number.POSITIVE_INFINITY),
        );
      const sorted = ScanBy === 'TimestampAscending' ? found : found.toReversed();
      const from = Number(NextToken);
      const AlarmHistoryItems = sorted
        .slice(from, from + MaxRecords)
        .map(({ at, ...item }) => ({ ...item, Timestamp: new Date(at) }));
      const end = from + MaxRecords;
      return { AlarmHistoryItems, ...(end < sorted.length && { NextToken: String(end) }) };
    },
  });
