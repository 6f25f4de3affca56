import type { Cell } from '../../parts/grid.tsx';
import type { Sheet } from '../sheet.ts';
import { type Content, type Reading, readContent } from './content.ts';
import { binaryKindOf } from './kinds.ts';
import { readLogEvents } from './log-events.ts';
import { joined, type Member, readMembers } from './members.ts';

export type Gzip = {
  readonly members: readonly Member[];
  readonly content: Content;
};

/** What a part unpacks to at most: a megabyte of zeros is a kilobyte. */
const mostBytes = 96 * 1024 * 1024;

/** Members of gzip, and what is in them as rows; `member`: of this one alone, from 0. */
export function readGzip(bytes: Uint8Array, reading: Reading & { readonly member: number | undefined }): Gzip {
  const { isWhole, member } = reading;
  const { members, isFull } = readMembers(bytes, { isWhole, mostBytes });
  const chosen = member === undefined ? members : members.filter((_, at) => at === member);
  const isAll = isWhole && !isFull && members.at(-1)?.state !== 'open';
  const content = contentOf(chosen, { ...reading, isWhole: isAll }, members);
  const notes = isFull
    ? [`It unpacks to more than ${mostBytes / 1024 ** 2} MB: what is beyond is for the download.`]
    : [];
  return { members, content: { ...content, notes: [...notes, ...content.notes] } };
}

function contentOf(chosen: readonly Member[], reading: Reading, all: readonly Member[]): Content {
  const whole = joined(chosen.map(({ data }) => data));
  if (binaryKindOf(whole) === 'gzip') return again(whole, reading);
  const logs = reading.as === undefined ? logEventsOf(chosen, all) : undefined;
  if (logs !== undefined) return { what: 'log data of CloudWatch Logs', shown: 'JSON', ...logs };
  return readContent(whole, reading);
}

/** Firehose compresses once more what CloudWatch Logs has sent compressed. */
function again(bytes: Uint8Array, reading: Reading): Content {
  const { members } = readMembers(bytes, { isWhole: reading.isWhole, mostBytes });
  const inner = joined(members.map(({ data }) => data));
  const content =
    binaryKindOf(inner) === 'gzip'
      ? readContent(inner, { ...reading, as: 'hex' })
      : contentOf(members, reading, members);
  const count = `${members.length.toLocaleString('en-GB')} ${members.length === 1 ? 'member' : 'members'}`;
  return { ...content, notes: [`It is compressed twice: ${count} within.`, ...content.notes] };
}

/** Lines of log envelopes with the member that each is in; undefined where a member holds anything else. */
function logEventsOf(chosen: readonly Member[], all: readonly Member[]): Sheet | undefined {
  const rows: Cell[][] = [];
  let columns: Sheet['columns'] | undefined;
  for (const member of chosen) {
    if (member.data.length === 0 || (member.state !== 'whole' && columns !== undefined)) continue;
    const sheet = readLogEvents(new TextDecoder().decode(member.data));
    if (sheet === undefined) return undefined;
    columns ??= [{ name: 'member', type: 'bigint' }, ...sheet.columns];
    const number = String(all.indexOf(member) + 1);
    for (const row of sheet.rows) rows.push([number, ...row]);
  }
  return columns === undefined ? undefined : { columns, rows, notes: [] };
}
