import type { Counts, Work } from '@tributary/ingest/replay/core/request.ts';
import type { Summary } from '@tributary/ingest/replay/core/summary.ts';

import { count } from '../terminal/count.ts';
import type { Named } from './words.ts';

/** What a run did or would do, in some lines. */
export function tellSummary({ counts, reasons }: Summary, go: boolean, work: Work): string {
  const told = [
    `${count(counts.objects, 'object')}, ${count(counts.bytes, 'byte')}${counts.records > 0 ? `, ${count(counts.records, 'record')}` : ''}`,
    ...Object.entries(reasons).map(([reason, times]) => `  ${reason}: ${times.toLocaleString('en-GB')}`),
    ...notes(counts),
    ...made(counts, go, readerOf(work)),
  ];
  return told.map((line) => `    ${line}\n`).join('');
}

function notes({ doneBefore, archived, failedAgain, partsFailed }: Counts): readonly string[] {
  return [
    ...(doneBefore > 0 ? [`${count(doneBefore, 'object')} done in an earlier run, left out`] : []),
    ...(archived > 0
      ? [
          `${count(archived, 'object')} archived, left out: restore them (aws s3api restore-object … --restore-request Days=7), and run this again once that is done`,
        ]
      : []),
    ...(partsFailed > 0 ? [`${count(partsFailed, 'part')} could not be done, all others are: run this again`] : []),
    ...(failedAgain > 0 ? [`${count(failedAgain, 'record')} failed again, and stay where they are`] : []),
  ];
}

/** Whose queue takes the messages. */
function readerOf(work: Work): string {
  const isOfDatabases = work.what === 'raw-db' || (work.what === 'rejected' && work.function === 'changes');
  return isOfDatabases ? 'land-changes' : 'parse-logs';
}

function made({ messagesSent, eventsSent, objectsWritten }: Counts, go: boolean, reader: string): readonly string[] {
  const sent = go ? 'sent' : 'would send';
  return [
    ...(messagesSent > 0 ? [`${sent} ${count(messagesSent, 'message')} to ${reader}`] : []),
    ...(eventsSent > 0 ? [`${sent} ${count(eventsSent, 'event')} to the stream`] : []),
    ...(objectsWritten > 0 ? [`${count(objectsWritten, 'object')} written`] : []),
  ];
}

/** What is run again, in words. */
export function tellWork({ work }: Named): string {
  const range = rangeOf(work);
  switch (work.what) {
    case 'raw-logs':
      return `raw/logs/${work.source}/ through parse-logs${range}`;
    case 'raw-logs-key':
      return `${work.key} through parse-logs`;
    case 'raw-db':
      return `${work.key} through land-changes${range}`;
    case 'raw-events':
      return `raw/events/${work.eventType ?? '*'}/ to facts, by the present declarations${range}`;
    case 'failed':
      return `failed deliveries of ${work.stream}${range}`;
    case 'rejected':
      return `${rejectedOf(work.function)}${range}`;
  }
}

function rejectedOf(name: Extract<Work, { what: 'rejected' }>['function']): string {
  if (name === 'haproxy') return 'sources of rejected lines, through parse-logs';
  if (name === 'changes') return 'files of rejected rows, through land-changes';
  return `messages that ${name} rejected, through the routes`;
}

function rangeOf(work: Named['work']): string {
  const { from, to } = 'from' in work || 'to' in work ? work : {};
  return (from === undefined ? '' : `, from ${from}`) + (to === undefined ? '' : `, to ${to}`);
}
