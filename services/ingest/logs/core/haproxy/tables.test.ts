import { expect, test } from 'vitest';
import { eventColumns, requestColumns } from './tables.ts';

const athenaTypes: Readonly<Record<string, string>> = {
  STRING: 'string',
  INT32: 'int',
  INT64: 'bigint',
  BOOLEAN: 'boolean',
  TIMESTAMP_MILLIS: 'timestamp',
  MAP_STRING_STRING: 'map<string,string>',
};

function tableOf(title: string, columns: readonly { name: string; type: string; about: string }[]): string {
  const rows = columns.map(({ name, type, about }) => `| \`${name}\` | ${athenaTypes[type]} | ${about} |`);
  return [`## ${title}`, '', '| column | type | what |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

test('COLUMNS.md tells of every column (`npx vitest run … -u` writes it anew)', async () => {
  const text = [
    '# Tables of HAProxy’s logs',
    '',
    'Made of `core/haproxy/tables.ts`. `%…` are HAProxy’s variables (manual, 8.2.6); times are UTC; what a line does not say is null.',
    'The partition columns `year`, `month`, `day`, `hour` follow from when it happened.',
    '',
    tableOf('haproxy_requests', requestColumns),
    tableOf('haproxy_events', eventColumns),
  ].join('\n');
  await expect(text).toMatchFileSnapshot('../../COLUMNS.md');
});
