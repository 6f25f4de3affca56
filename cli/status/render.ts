import { instant, span } from '@tributary/shared/span.ts';
import { tellAside } from '../jobs/aside.ts';
import { ago, thousands, told } from '../tables/overview.ts';
import { count } from '../terminal/count.ts';
import { mark, type Room, renderFitting } from '../terminal/fitting.ts';
import type { SeenWay } from './see-way.ts';
import type { Status } from './status.ts';
import { wrongsOf } from './wrongs.ts';

export type Showing = {
  readonly room: Room;
  /** As another command takes them: ` --stage prod`. */
  readonly flags: string;
};

/** One screen: what is wrong and how to begin, then each way in, then each table. */
export function renderStatus(status: Status, { room, flags }: Showing): string {
  const wrongs = wrongsOf(status);
  const verdict = wrongs.length === 0 ? 'nothing is wrong' : wrongs.join('; ');
  const lines = [
    `The lake at the stage ${status.stage}, ${instant(status.at)}`,
    `${mark(wrongs.length === 0 ? 'good' : 'bad', room.isTerminal)} ${verdict}`,
    ...alarmLines(status),
    ...deadLines(status, flags),
    ...asideLines(status, flags),
    ...status.missing.map((words) => `  ${words}`),
    '',
    renderFitting({ columns: wayColumns, rows: status.ways.map((way) => wayRow(way, status.at)) }, room),
    ...tableLines(status, room),
    ...status.notAsked.map(({ what, reason }) => `Not asked: ${what} (${reason})`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function alarmLines({ alarms, at }: Status): readonly string[] {
  if (alarms === undefined || alarms.raised.length === 0) return [];
  return [
    '',
    `Alarms (${alarms.raised.length} of ${alarms.total} in ALARM)`,
    ...alarms.raised.flatMap(({ name, since, wrong, means, begin, page }) => [
      `  ${name}${since === undefined ? '' : ` for ${span(at - since)}`}`,
      ...Object.entries({ wrong, means, begin, page: `docs/runbook/${page}.md` }).flatMap(([title, words]) =>
        words === null || words === '' ? [] : [`    ${title.padEnd(6)}${words}`],
      ),
    ]),
  ];
}

function deadLines({ deadLetters }: Status, flags: string): readonly string[] {
  if (deadLetters.length === 0) return [];
  return [
    '',
    'Dead letters',
    ...deadLetters.flatMap(({ queue, messages, oldestSeconds }) => [
      `  ${queue}: ${count(messages, 'message')}${oldestSeconds === undefined ? '' : `, the oldest for ${seconds(oldestSeconds)}`}`,
      `    begin lake replay dead-letters ${queue} --go${flags}`,
    ]),
  ];
}

const mostNamed = 3;

function asideLines({ looks, at }: Status, flags: string): readonly string[] {
  const aside = looks.filter((look) => look.aside.length > 0);
  if (aside.length === 0) return [];
  return [
    '',
    'Set aside, and the others go on without it',
    ...aside.flatMap(({ target: { name }, aside: units }) => [
      `  ${name}`,
      ...tellAside(units, { now: at, most: mostNamed, retry: `lake retry ${name}${flags}` }).map(
        (line) => `    ${line}`,
      ),
    ]),
  ];
}

const wayColumns = [
  { name: 'way in', type: 'varchar' },
  { name: 'waits', type: 'bigint' },
  { name: 'lag', type: 'varchar' },
  { name: 'newest object', type: 'varchar' },
  { name: 'rows 1 h', type: 'bigint' },
  { name: 'rows 24 h', type: 'bigint' },
  { name: 'rejected 1 h', type: 'bigint' },
  { name: 'rejected 24 h', type: 'bigint' },
] as const;

function wayRow({ name, waiting, lag, last, rows, rejected }: SeenWay, now: number) {
  return [
    name,
    told(waiting, thousands),
    lagOf(lag),
    last?.newest === undefined ? '' : `${ago(last.newest.at, now)}${last.isCut ? ' or later' : ''}`,
    ...[rows.hour, rows.day, rejected.hour, rejected.day].map((number) => told(number, thousands)),
  ];
}

/** The longest of what is known, and where: `4 s (delivery)`. */
function lagOf(lag: SeenWay['lag']): string {
  const known = Object.entries(lag).flatMap(([where, value]) => (value === undefined ? [] : [{ where, value }]));
  const longest = known.toSorted((a, b) => b.value - a.value)[0];
  if (longest === undefined) return '';
  return longest.value === 0 ? 'none' : `${seconds(longest.value)} (${longest.where})`;
}

function seconds(value: number): string {
  return span(value * 1_000);
}

const tableColumns = [
  { name: 'table', type: 'varchar' },
  { name: 'written', type: 'varchar' },
  { name: 'statements', type: 'varchar' },
] as const;

function tableLines({ tables, looks, at }: Status, room: Room): readonly string[] {
  if (tables === undefined) return [];
  if (tables.seen.length === 0) return ['There is no table yet.'];
  const byName = new Map(looks.map((look) => [look.target.name, look]));
  const rows = tables.seen.map(({ table, writtenAt }) => {
    const look = byName.get(table);
    const doing = [
      look?.running === undefined ? '' : 'one runs',
      look === undefined || look.due.length === 0 ? '' : `${count(look.due.length, 'unit')} waiting`,
    ];
    return [table, ago(writtenAt, at), doing.filter((words) => words !== '').join(', ')];
  });
  const left = tables.left === 0 ? [] : [`${count(tables.left, 'table')} more: lake tables`];
  return [renderFitting({ columns: tableColumns, rows }, room), ...left];
}
