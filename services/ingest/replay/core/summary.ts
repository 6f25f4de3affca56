import type { Counts } from './request.ts';

/** What has been done, and of what. */
export type Summary = { readonly counts: Counts; readonly reasons: Readonly<Record<string, number>> };

const none: Counts = {
  objects: 0,
  bytes: 0,
  doneBefore: 0,
  archived: 0,
  records: 0,
  failedAgain: 0,
  partsFailed: 0,
  messagesSent: 0,
  eventsSent: 0,
  objectsWritten: 0,
};

// A reason may carry a text of its own: more than these are counted as one.
const maxReasons = 50;
const otherReasons = 'others';

export const nothing: Summary = { counts: none, reasons: {} };

export function summaryOf(some: Partial<Counts>, reasons: Readonly<Record<string, number>> = {}): Summary {
  return { counts: { ...none, ...some }, reasons };
}

/** The sum of two. */
export function add(left: Summary, right: Summary): Summary {
  const { counts: a } = left;
  const { counts: b } = right;
  const reasons = { ...left.reasons };
  for (const [reason, times] of Object.entries(right.reasons)) {
    const isKnown = Object.hasOwn(reasons, reason) || Object.keys(reasons).length < maxReasons;
    const name = isKnown ? reason : otherReasons;
    reasons[name] = (reasons[name] ?? 0) + times;
  }
  return {
    counts: {
      objects: a.objects + b.objects,
      bytes: a.bytes + b.bytes,
      doneBefore: a.doneBefore + b.doneBefore,
      archived: a.archived + b.archived,
      records: a.records + b.records,
      failedAgain: a.failedAgain + b.failedAgain,
      partsFailed: a.partsFailed + b.partsFailed,
      messagesSent: a.messagesSent + b.messagesSent,
      eventsSent: a.eventsSent + b.eventsSent,
      objectsWritten: a.objectsWritten + b.objectsWritten,
    },
    reasons,
  };
}
