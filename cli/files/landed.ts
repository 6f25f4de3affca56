import { count } from '../terminal/count.ts';
import type { Became } from './follow-files.ts';
import type { Rejected } from './rejects.ts';

/** What became of files that landed. */
export type Landed = {
  readonly table: string;
  readonly objects: number;
  readonly rows: number;
  readonly rejected: number;
  readonly rescued: number;
  readonly seconds: number;
};

export function landedOf(table: string, became: readonly Became[], seconds: number): Landed {
  const receipts = became.flatMap((each) => each.receipts);
  const sum = (of: (receipt: (typeof receipts)[number]) => number) => receipts.reduce((all, each) => all + of(each), 0);
  return {
    table,
    objects: became.length,
    rows: sum(({ rows }) => rows),
    rejected: sum(({ records_rejected, ranges_rejected }) => records_rejected + ranges_rejected),
    rescued: sum(({ rescued }) => rescued),
    seconds: Math.round(seconds * 10) / 10,
  };
}

/** Where what was rejected lies, in the lake bucket. */
export function rejectsIn(became: readonly Became[]): readonly string[] {
  return became.flatMap(({ receipts }) =>
    receipts.flatMap(({ written }) => written.filter((key) => key.startsWith('rejected/'))),
  );
}

/** `stripe_charges: 120 rows of 3 files, 2 values rescued, nothing rejected (1.4 s)` */
export function tellLanded({ table, objects, rows, rejected, rescued, seconds }: Landed): string {
  const values = rescued === 0 ? 'no value' : count(rescued, 'value');
  const records = rejected === 0 ? 'nothing' : rejected.toLocaleString('en-GB');
  return `${table}: ${count(rows, 'row')} of ${count(objects, 'file')}, ${values} rescued, ${records} rejected (${seconds} s)`;
}

export type Shown = {
  readonly landed: Landed;
  readonly rejects: readonly Rejected[];
  /** s3:// of each object of rejects. */
  readonly places: readonly string[];
  /** As another command takes them. */
  readonly flags: string;
};

/** What was rejected and why, and what can be asked now. */
export function tellNext({ landed, rejects, places, flags }: Shown): string {
  const { table, rejected, rescued, rows } = landed;
  const lines = rejects.map(
    ({ source_key, range_offset, range_end, detail, reason }) =>
      `    ${source_key}, bytes ${range_offset} to ${range_end}: ${reason}: ${detail}\n`,
  );
  const more = rejected > rejects.length ? `    and ${(rejected - rejects.length).toLocaleString('en-GB')} more\n` : '';
  const where = rejected === 0 ? '' : `    What was rejected lies in ${tellPlaces(places)}\n`;
  const query = (sql: string) => `    lake query${flags} "${sql}"\n`;
  return [
    ...(rejected === 0 ? [] : lines),
    more,
    where,
    rows === 0 ? '' : query(`SELECT * FROM ${table} LIMIT 10`),
    rescued === 0 ? '' : query(`SELECT _rescued_data FROM ${table} WHERE _rescued_data IS NOT NULL LIMIT 10`),
  ].join('');
}

function tellPlaces([first, ...others]: readonly string[]): string {
  return `${first}${others.length === 0 ? '' : ` and ${count(others.length, 'object')} more`}`;
}
