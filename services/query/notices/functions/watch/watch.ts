import { tableUpdated } from '@tributary/shared/events.ts';
import type { Count, Log } from '@tributary/shared/lambda.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import * as z from 'zod';
import { noticeText } from '../../core/notice-text.ts';
import { silenceNotice } from '../../core/silence-notice.ts';
import { hourOf, hoursKept, type Silent, silentSources } from '../../core/sources.ts';
import { type TellDeps, tellHeld } from '../../telling/tell.ts';
import type { SourceStore } from './source-store.ts';

export type WatchDeps = TellDeps & {
  readonly sources: SourceStore;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly count: Count;
};

const message = z.union([
  z.object({ watch: z.literal(true) }),
  z.object({ 'detail-type': z.literal('Table Updated'), time: z.iso.datetime(), detail: tableUpdated }),
]);

/** Tables of what became of others: silent when all is well, or when their source is. */
const madeByTheLake = /(?:^|_)(?:rejected|rejects|receipts|corrections)(?:_|$)/;

/** Notes which sources had rows, and when it is asked to looks which are silent. Gives the messages that have to come again. */
export function createWatch(deps: WatchDeps) {
  const noted = new Set<string>();
  return async function watch(messages: readonly Message[]): Promise<ReadonlySet<string>> {
    const unfinished = new Set<string>();
    for (const { id, body } of messages) {
      try {
        await one(body);
      } catch (error) {
        deps.log.error('A message failed and will be tried again', { messageId: id, error });
        unfinished.add(id);
      }
    }
    return unfinished;
  };

  async function one(body: unknown): Promise<void> {
    const read = message.parse(body);
    if ('watch' in read) return look(deps);
    const { database, table } = read.detail;
    if (madeByTheLake.test(table)) return;
    const hour = hourOf(Date.parse(read.time));
    const name = `${database}.${table}`;
    const what = `${name}#${hour}`;
    if (noted.has(what)) return;
    await deps.sources.note(name, hour);
    // Of an hour or two: a worker lives for less than a day
    noted.add(what);
  }
}

async function look(deps: WatchDeps): Promise<void> {
  const { sources, log, count, now } = deps;
  const all = await sources.all();
  const silent = silentSources(all, now());
  count('SilentSources', silent.length);
  if (silent.length > 0) log.warn('Sources are silent', { sources: silent.map(({ name }) => name) });
  for (const each of silent) await tellOnce(deps, each);
  for (const each of all) await sources.prune(each, hourOf(now()) - hoursKept);
  const told = await tellHeld(deps);
  log.info('Watched', { sources: all.length, silent: silent.length, told });
}

/** A silence is told once, however long it lasts. */
async function tellOnce({ sources, publish, stage }: WatchDeps, silent: Silent): Promise<void> {
  if (!(await sources.claim(silent))) return;
  try {
    await publish(noticeText(silenceNotice(silent), undefined, stage));
  } catch (error) {
    await sources.release(silent);
    throw error;
  }
}
