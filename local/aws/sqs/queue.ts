import { randomUUID } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';
import { openCompactingJournal } from '../../kernel/compacting-journal.ts';
import type { Journal } from '../../kernel/journal.ts';
import type { StoredMessage } from './record.ts';

export type NewMessage = Pick<
  StoredMessage,
  | 'body'
  | 'attributes'
  | 'traceHeader'
  | 'senderId'
  | 'groupId'
  | 'deduplicationId'
  | 'deadLetterSource'
  | 'isDuplicate'
> & { readonly delaySeconds: number; readonly messageId?: string; readonly sentAt?: number };

export type ReceiveRequest = {
  readonly max: number;
  readonly visibilityMs: number;
  readonly retentionMs: number;
  /** Messages received this often go to `bury` instead. */
  readonly maxReceiveCount?: number | undefined;
  readonly bury: (message: StoredMessage) => void;
};

export type Counts = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

/** The messages of one queue: in order of arrival, every change on disk at once. */
export type Queue = {
  send(message: NewMessage): StoredMessage;
  /** What is visible now, made invisible; of a FIFO queue only the groups that nobody works on. */
  receive(request: ReceiveRequest): readonly StoredMessage[];
  find(key: string): StoredMessage | undefined;
  delete(key: string): void;
  changeVisibility(key: string, visibleAt: number): void;
  purge(): void;
  counts(): Counts;
  all(): readonly StoredMessage[];
  /** When the next message will be visible, if one is waiting for its time. */
  nextVisibleAt(): number | undefined;
  /** Calls back once something may have become visible; the returned function forgets it. */
  onChange(listener: () => void): () => void;
  /** The earlier answer to the same deduplication id within five minutes. */
  duplicateOf(deduplicationId: string): Sent | undefined;
};

export type Sent = { readonly messageId: string; readonly sequenceNumber?: string | undefined; readonly at: number };

const deduplicationMs = 300_000;

export function openQueue(dir: string, clock: Clock, { isFifo }: { readonly isFifo: boolean }): Queue {
  const messages = openCompactingJournal<StoredMessage>(`${dir}/messages.jsonl`);
  const sent = isFifo ? openCompactingJournal<Sent>(`${dir}/deduplication.jsonl`) : undefined;
  const listeners = new Set<() => void>();
  let sequence = lastSequence(messages, sent);
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const put = (message: StoredMessage) => messages.put(message.key, message);
  const drop = (key: string) => messages.delete(key);

  return {
    send({ delaySeconds, ...message }) {
      const now = clock.now();
      if (isFifo) sequence = sequence > BigInt(now) * 1000n ? sequence + 1n : BigInt(now) * 1000n;
      const stored: StoredMessage = {
        ...message,
        key: randomUUID(),
        messageId: message.messageId ?? randomUUID(),
        sentAt: message.sentAt ?? now,
        visibleAt: now + delaySeconds * 1000,
        receiveCount: 0,
        ...(isFifo && { sequenceNumber: sequence.toString().padStart(20, '0') }),
      };
      put(stored);
      if (stored.deduplicationId !== undefined) remember(sent, stored, now);
      changed();
      return stored;
    },
    receive(request) {
      const now = clock.now();
      const taken: StoredMessage[] = [];
      for (const message of candidates(messages, now, isFifo)) {
        if (taken.length >= request.max) break;
        if (isOver(message, request, now)) drop(message.key);
        else taken.push(received(message, now, request.visibilityMs));
      }
      for (const message of taken) put(message);
      return taken;
    },
    find: (key) => messages.get(key),
    delete: (key) => {
      drop(key);
      changed();
    },
    changeVisibility(key, visibleAt) {
      const message = messages.get(key);
      if (message) put({ ...message, visibleAt });
      changed();
    },
    purge() {
      for (const key of [...messages.keys()]) drop(key);
    },
    counts: () => count(messages, clock.now()),
    all: () => [...messages.values()],
    nextVisibleAt() {
      const now = clock.now();
      let next: number | undefined;
      for (const { visibleAt } of messages.values())
        if (visibleAt > now && (next === undefined || visibleAt < next)) next = visibleAt;
      return next;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    duplicateOf(deduplicationId) {
      const earlier = sent?.get(deduplicationId);
      return earlier && earlier.at + deduplicationMs > clock.now() ? earlier : undefined;
    },
  };
}

/** Keeps the ids of the last five minutes, oldest first. */
function remember(sent: Journal<Sent> | undefined, message: StoredMessage, at: number): void {
  if (!sent) return;
  const { deduplicationId = '', messageId, sequenceNumber } = message;
  for (const [id, entry] of [...sent.entries()]) {
    if (entry.at + deduplicationMs > at) break;
    sent.delete(id);
  }
  sent.delete(deduplicationId);
  sent.put(deduplicationId, { messageId, at, ...(sequenceNumber !== undefined && { sequenceNumber }) });
}

/** Whether a message has outlived its queue's retention, or was received too often and is buried now. */
function isOver(message: StoredMessage, { retentionMs, maxReceiveCount, bury }: ReceiveRequest, now: number): boolean {
  if (message.sentAt + retentionMs <= now) return true;
  if (maxReceiveCount === undefined || message.receiveCount < maxReceiveCount) return false;
  bury(message);
  return true;
}

/** A FIFO group waits while one of its messages is in flight, and nothing overtakes in it. */
function candidates(journal: Journal<StoredMessage>, now: number, isFifo: boolean): readonly StoredMessage[] {
  const all = [...journal.values()];
  const visible = all.filter(({ visibleAt }) => visibleAt <= now);
  if (!isFifo) return visible;
  const blocked = new Set(all.filter(({ visibleAt }) => visibleAt > now).map(({ groupId }) => groupId));
  return visible.filter(({ groupId }) => !blocked.has(groupId));
}

function received(message: StoredMessage, now: number, visibilityMs: number): StoredMessage {
  return {
    ...message,
    visibleAt: now + visibilityMs,
    receiveCount: message.receiveCount + 1,
    firstReceivedAt: message.firstReceivedAt ?? now,
    receipt: randomUUID(),
  };
}

function count(journal: Journal<StoredMessage>, now: number): Counts {
  let visible = 0;
  let delayed = 0;
  for (const { visibleAt, receiveCount } of journal.values()) {
    if (visibleAt <= now) visible += 1;
    else if (receiveCount === 0) delayed += 1;
  }
  return { visible, delayed, inFlight: journal.size - visible - delayed };
}

function lastSequence(messages: Journal<StoredMessage>, sent: Journal<Sent> | undefined): bigint {
  const numbers = [...messages.values(), ...(sent?.values() ?? [])].map(({ sequenceNumber }) => sequenceNumber ?? '0');
  return BigInt(numbers.sort().at(-1) ?? '0');
}
