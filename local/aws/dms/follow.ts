import { setTimeout as sleep } from 'node:timers/promises';
import { type Batch, createBatches, type Target } from './batches.ts';
import type { Bucket } from './bucket.ts';
import { changeSequence } from './files/change-sequence.ts';
import { changesKey } from './files/names.ts';
import { headerLine, rowLine, type Value } from './files/rows.ts';
import type { LoggedChange, LogListener, LogReader } from './mysql/read-log.ts';
import type { Progress } from './progress.ts';

export type FollowPorts = {
  readonly bucket: Bucket;
  readonly now: () => number;
  /** Begins to read on from where `progress` is. */
  readonly read: (listener: LogListener) => LogReader;
  readonly save: (progress: Progress) => void;
  readonly tell: (text: string) => void;
  /** CdcMaxBatchInterval, and how many characters are written before their time. */
  readonly batchMs: number;
  readonly maxBatchSize: number;
};

/** Writes the changes of tables to files from where `progress` is, until it is aborted; throws what ends the reading before. */
export async function follow(
  targets: readonly Target[],
  start: Progress,
  ports: FollowPorts,
  signal: AbortSignal,
): Promise<void> {
  const byName = new Map(targets.map((target) => [`${target.table.schema}.${target.table.table}`, target]));
  const batches = createBatches();
  let progress = start;
  let place = { committedAt: start.committedAt, row: 0 };
  let waking = new AbortController();
  let ended: Error | undefined;

  const reader = ports.read({
    begin(committedAt) {
      place = { committedAt: Math.max(place.committedAt, committedAt), row: 0 };
    },
    change(change) {
      place.row += 1;
      const target = byName.get(`${change.schema}.${change.table}`);
      if (target === undefined) return;
      const { file, position } = reader.position();
      const at = place.committedAt;
      const sequence = changeSequence(at, { file: numberOf(file), position, row: place.row });
      batches.add(target, change.columns, changeLine(target, change, { at, sequence }));
      if (batches.size() < ports.maxBatchSize) return;
      reader.pause();
      waking.abort();
    },
    statement(schema, sql) {
      const name = truncated(schema, sql);
      if (name !== undefined && byName.has(name))
        ports.tell(`${name} was truncated: the files say nothing of that, and its rows stay in the lake`);
    },
    ended(error) {
      ended = error;
      waking.abort();
    },
  });

  async function write(): Promise<void> {
    const position = reader.position();
    const { committedAt } = place;
    let { lastFile } = progress;
    for (const batch of batches.take()) {
      lastFile = Math.max(ports.now(), lastFile + 1);
      await writeBatch(batch, lastFile, ports.bucket);
    }
    const { file, position: offset } = progress.position;
    if (lastFile === progress.lastFile && position.file === file && position.position === offset) return;
    progress = { ...progress, position, committedAt, lastFile };
    ports.save(progress);
  }

  try {
    while (!signal.aborted && ended === undefined) {
      const woken = AbortSignal.any([signal, waking.signal]);
      await sleep(ports.batchMs, undefined, { signal: woken }).catch(() => undefined);
      waking = new AbortController();
      await write();
      reader.resume();
    }
  } finally {
    await reader.stop();
  }
  if (ended !== undefined && !signal.aborted) throw ended;
}

async function writeBatch({ target, columns, lines }: Batch, at: number, bucket: Bucket): Promise<void> {
  const { endpoint, table } = target;
  const header = headerLine(endpoint.format, { columns, key: table.key, isLoad: false });
  await bucket.put(changesKey(endpoint, table, at), header === '' ? lines : [header, ...lines], endpoint.format);
}

/** The key as it was, of updates and deletes; a column of the key that the table has no longer is NULL. */
function changeLine(
  { endpoint: { format }, table }: Target,
  { op, columns, values, old }: LoggedChange,
  { at, sequence }: { readonly at: number; readonly sequence: string },
): string {
  const image: readonly Value[] = op === 'I' ? [] : (old ?? values);
  const before = table.key.map((name) => image[columns.indexOf(name)] ?? null);
  return rowLine(format, { op, isLoad: false, values, before, at, sequence });
}

/** `mysql-bin.000012` */
function numberOf(file: string): number {
  return Number(/\d+$/.exec(file)?.[0] ?? 0);
}

/** Which table a TRUNCATE empties. */
function truncated(schema: string, sql: string): string | undefined {
  const [, first, second] =
    /^\s*truncate\s+(?:table\s+)?(`[^`]+`|[\w$]+)(?:\s*\.\s*(`[^`]+`|[\w$]+))?/i.exec(sql) ?? [];
  if (first === undefined) return undefined;
  const names = second === undefined ? [schema, first] : [first, second];
  return names.map((name) => name.replaceAll('`', '')).join('.');
}
