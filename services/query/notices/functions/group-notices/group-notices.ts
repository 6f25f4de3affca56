import { datasetFailed, recordsRejected, tableDrift } from '@tributary/shared/events.ts';
import type { Count, Log } from '@tributary/shared/lambda.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import * as z from 'zod';
import { grouped } from '../../core/group-notices.ts';
import { type LakeFact, type Notice, noticesOf } from '../../core/notice.ts';
import { type TellDeps, tell } from '../../telling/tell.ts';

const event = z
  .discriminatedUnion('detail-type', [
    z.object({ 'detail-type': z.literal('Records Rejected'), time: z.string(), detail: recordsRejected }),
    z.object({ 'detail-type': z.literal('Dataset Failed'), time: z.string(), detail: datasetFailed }),
    z.object({ 'detail-type': z.literal('Table Drift'), time: z.string(), detail: tableDrift }),
  ])
  .transform((read): LakeFact => {
    const { time: at } = read;
    if (read['detail-type'] === 'Records Rejected') return { type: 'Records Rejected', at, detail: read.detail };
    if (read['detail-type'] === 'Dataset Failed') return { type: 'Dataset Failed', at, detail: read.detail };
    return { type: 'Table Drift', at, detail: read.detail };
  });

export type GroupDeps = TellDeps & { readonly log: Pick<Log, 'error'>; readonly count: Count };

/** Tells of a batch of the lake's events, one message for each group; gives the messages that have to come again. */
export function createGroupNotices(deps: GroupDeps) {
  return async function groupNotices(messages: readonly Message[]): Promise<ReadonlySet<string>> {
    const read = messages.map((message) => ({ id: message.id, notices: noticesIn(deps, message) }));
    const failed = new Set<string>();
    for (const notice of grouped(read.flatMap(({ notices = [] }) => notices)))
      if (!(await told(deps, notice))) failed.add(notice.key);
    const unfinished = read.filter(({ notices }) => notices?.some(({ key }) => failed.has(key)) ?? true);
    return new Set(unfinished.map(({ id }) => id));
  };
}

/** Undefined of a message that is none of these events. */
function noticesIn({ log }: GroupDeps, { id, body }: Message): readonly Notice[] | undefined {
  const read = event.safeParse(body);
  if (read.success) return noticesOf(read.data);
  log.error('A message is no event that is told', { messageId: id, mistake: z.prettifyError(read.error) });
  return undefined;
}

async function told(deps: GroupDeps, notice: Notice): Promise<boolean> {
  try {
    const outcome = await tell(deps, notice);
    deps.count(outcome === 'told' ? 'NoticesTold' : 'NoticesHeld', 1);
    return true;
  } catch (error) {
    deps.log.error('A notice could not be told, and will be tried again', { notice: notice.key, error });
    return false;
  }
}
