import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';

const column = z.preprocess(
  (given) => (typeof given === 'string' ? { type: given } : given),
  z.object({ type: z.string(), description: z.string().optional(), data_tests: z.array(z.string()).default([]) }),
);

const header = z.object({
  description: z.string(),
  owner: z.string(),
  event_time: z.string().optional(),
  partitioned_by: z.string().optional(),
  columns: z.record(z.string(), column),
  data_tests: z
    .array(z.union([z.object({ unique: z.array(z.string()) }), z.object({ sql: z.string(), name: z.string() })]))
    .default([]),
});

export type DatasetFile = z.infer<typeof header> & { readonly select: string };

/** A file of services/query/datasets as a test needs it. */
export function readDatasetFile(name: string): DatasetFile {
  const path = new URL(`../../services/query/datasets/${name}.sql`, import.meta.url);
  const [, comment = '', select = ''] = /^\/\*([\s\S]*?)\*\/([\s\S]*)$/.exec(readFileSync(path, 'utf8')) ?? [];
  return { ...header.parse(parse(comment)), select };
}

const trinoTypes: Readonly<Record<string, string>> = {
  string: 'varchar',
  int: 'integer',
  timestamp: 'timestamp(6)',
  'map<string,string>': 'map(varchar, varchar)',
};

/** Its SELECT for some days (all of them: undefined), with the types that its table has. */
export function selectOf(
  { select, columns, event_time: time, partitioned_by: day }: DatasetFile,
  days?: readonly string[],
) {
  const values: Readonly<Record<string, string>> = { lake: 'lake', raw: 'raw', days: boundsOf(time, days) };
  const filled = select.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
  const typed = Object.entries(columns).map(
    ([name, { type }]) => `CAST("${name}" AS ${trinoTypes[type] ?? type}) AS "${name}"`,
  );
  const inDays = days && day ? ` WHERE "${day}" IN (${days.map((each) => `DATE '${each}'`).join(', ')})` : '';
  return `SELECT ${typed.join(', ')} FROM (${filled}) AS computed${inDays}`;
}

function boundsOf(time: string | undefined, days: readonly string[] | undefined): string {
  if (days === undefined) return 'true';
  const each = days.map((day) => {
    const [year, month, ofMonth] = day.split('-');
    if (time === undefined) return `("year" = '${year}' AND "month" = '${month}' AND "day" = '${ofMonth}')`;
    const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    return `("${time}" >= TIMESTAMP '${day} 00:00:00' AND "${time}" < TIMESTAMP '${next} 00:00:00')`;
  });
  return `(${each.join(' OR ')})`;
}

/** SELECTs over a table that holds its rows, each of which must give nothing. */
export function testsOf({ columns, data_tests: tests }: DatasetFile, table: string): readonly string[] {
  const nulls = Object.entries(columns).flatMap(([name, { data_tests }]) =>
    data_tests.includes('not_null') ? [`SELECT * FROM ${table} WHERE "${name}" IS NULL`] : [],
  );
  const others = tests.map((test) =>
    'sql' in test
      ? test.sql.replaceAll('{{rows}}', table)
      : `SELECT 1 FROM ${table} GROUP BY ${test.unique.join(', ')} HAVING count(*) > 1`,
  );
  return [...nulls, ...others];
}
