import type { DatasetFailed, RecordsRejected, TableDrift } from '@tributary/shared/events.ts';

export type LakeFact =
  | { readonly type: 'Records Rejected'; readonly at: string; readonly detail: RecordsRejected }
  | { readonly type: 'Dataset Failed'; readonly at: string; readonly detail: DatasetFailed }
  | { readonly type: 'Table Drift'; readonly at: string; readonly detail: TableDrift };

/** What is told as one: of one table, dataset or source, for one reason. */
export type Notice = {
  /** The same for all that is told as one. */
  readonly key: string;
  /** The page of docs/runbook. */
  readonly page: string;
  readonly title: string;
  /** What it is about: a table, a dataset. */
  readonly subject: string;
  readonly wrong: string;
  readonly means: string;
  /** Words of `lake`, without a stage. */
  readonly begin: string;
  /** ISO 8601: of the first. */
  readonly since: string;
  /** How many records, statements or columns. */
  readonly count: number;
  readonly unit: string;
  /** How often it was told by an event. */
  readonly events: number;
  /** The first object, where it is of objects. */
  readonly object?: string | undefined;
  /** The statement in Athena's console. */
  readonly link?: string | undefined;
  /** Words of `lake` that have it done again, once the cause is gone. */
  readonly again?: string | undefined;
};

/** The notices of one fact: of rejected records one per reason. */
export function noticesOf(fact: LakeFact): readonly Notice[] {
  if (fact.type === 'Records Rejected') return rejectedNotices(fact);
  return [fact.type === 'Dataset Failed' ? failedNotice(fact) : driftNotice(fact)];
}

type Fact<T extends LakeFact['type']> = Extract<LakeFact, { type: T }>;

function rejectedNotices({ at, detail }: Fact<'Records Rejected'>): readonly Notice[] {
  const { table, reasons, source } = detail;
  return Object.entries(reasons).map(([reason, count]) => ({
    key: `rejected#${table}#${reason}`,
    page: 'records-rejected',
    title: `${table}: records rejected (${reason})`,
    subject: table,
    wrong: `Records were rejected for the reason ${reason}.`,
    means: `They are not in ${table}; their bytes are kept under rejected/, and the rest of their objects is in.`,
    begin: `lake trace ${quoted(source.key)}`,
    since: at,
    count,
    unit: 'records',
    events: 1,
    object: `s3://${source.bucket}/${source.key}`,
  }));
}

function failedNotice({ at, detail }: Fact<'Dataset Failed'>): Notice {
  const { dataset, category, message, where, link, command, willRetry, setAside = [] } = detail;
  const state = willRetry ? 'retried' : 'aside';
  return {
    key: `failed#${dataset}#${category}#${state}`,
    page: 'set-aside',
    title: `${dataset}: ${willRetry ? 'a statement failed and is tried again' : 'work was set aside'}`,
    subject: dataset,
    wrong: `A statement failed (${category})${where === undefined || message.includes(where) ? '' : ` in ${where}`}: ${message}`,
    means: willRetry
      ? `${dataset} gets older while it is tried again.`
      : `${asideText(setAside)} of ${dataset} stays as it was until the cause is gone; the rest goes on.`,
    begin: `lake jobs ${quoted(dataset)}`,
    since: at,
    count: 1,
    unit: 'statements',
    events: 1,
    ...(link === undefined ? {} : { link }),
    ...(command === undefined || willRetry ? {} : { again: command }),
  };
}

function asideText([first, ...others]: readonly string[]): string {
  if (first === undefined) return 'Part';
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function driftNotice({ at, detail }: Fact<'Table Drift'>): Notice {
  const { table, from, missed, partitionsMended, columns, left } = detail;
  const found = [
    ...(missed === 0 ? [] : [`${missed} objects of ${from} that no event told of`]),
    ...(partitionsMended === 0 ? [] : [`${partitionsMended} partitions that were not as the files are`]),
    ...(columns.length === 0 ? [] : [`columns of other types than their files show (${columns.join(', ')})`]),
  ];
  return {
    key: `drift#${table}`,
    page: 'table-drift',
    title: `${table}: not as its files are`,
    subject: table,
    wrong: `Reconcile found ${found.join('; ')}.`,
    means:
      left === undefined
        ? 'It has been mended, or is being mended now; rows were missing or stood in _rescued_data until then.'
        : `The types stay as they are, as ${left}: values that do not fit stand in _rescued_data.`,
    begin: `lake reconcile ${quoted(table)}`,
    since: at,
    count: Math.max(1, missed + partitionsMended + columns.length),
    unit: 'differences',
    events: 1,
  };
}

/** As a word of a shell: keys of objects hold what people name their files. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
