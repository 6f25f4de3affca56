import type { ParseOutcome } from './outcomes.ts';

type Reason = Extract<ParseOutcome, { readonly kind: 'rejected' }>['reason'];

const ownFormat =
  'compare it with the log-format in haproxy.cfg; where that is not one of HAProxy’s standard formats, put it under its frontend as logFormat in services/ingest/logs/haproxy.yml';

/** What can be done about lines that are rejected for that reason. */
export const adviceOf: Readonly<Record<Reason, string>> = {
  empty: 'Nothing: there is nothing in it to keep.',
  unknown_format: `If HAProxy wrote it, ${ownFormat}. Lines of other programs belong into a log group of their own.`,
  bad_date: `The date is not where the format has it, or is none: ${ownFormat}.`,
  bad_timers: `The timers are not where the format has them: ${ownFormat}.`,
  bad_fields: `A field is not what the format has in its place: ${ownFormat}.`,
  cut_too_early:
    'The line ends before it tells what it is of: give HAProxy’s log line a greater length (`log … len 65535`), and look at what carries it.',
  damaged: 'These bytes hold no line: look at what has written them. The rest is read all the same.',
};
