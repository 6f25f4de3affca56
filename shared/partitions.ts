export type PartitionValue = { readonly name: string; readonly value: string };

/**
 * The partition columns in a key's folders, in order: `key=value` folders, or else Firehose's own `YYYY/MM/DD/HH/`, or AppFlow's
 * `YYYY/MM/DD/`, which get the same columns year, month, day, hour. Values are decoded, as Hive encodes them (`%2F`).
 */
export function partitionsOf(key: string): readonly PartitionValue[] {
  const folders = key.split('/').slice(0, -1);
  const named = folders.flatMap((folder) => {
    const at = folder.indexOf('=');
    return at < 1 ? [] : [{ name: folder.slice(0, at).toLowerCase(), value: decode(folder.slice(at + 1)) }];
  });
  if (named.length > 0) return named;
  const path = `/${folders.join('/')}`;
  const dated = /\/(\d{4})\/(\d{2})\/(\d{2})(?:\/(\d{2}))?$/.exec(path);
  const [, year, month, day, hour] = dated ?? [];
  if (!year || !month || !day) return [];
  return [
    { name: 'year', value: year },
    { name: 'month', value: month },
    { name: 'day', value: day },
    ...(hour ? [{ name: 'hour', value: hour }] : []),
  ];
}

/** `year=2026/month=11/day=20/hour=13` of an instant, in UTC. */
export function hourFolder(at: Date): string {
  const [year = '', month = '', day = '', hour = ''] = at.toISOString().split(/[-T:]/);
  return `year=${year}/month=${month}/day=${day}/hour=${hour}`;
}

/** The start of the hour that year, month, day and hour columns name; undefined when they name none. */
export function hourOf(partitions: readonly PartitionValue[]): Date | undefined {
  const value = (name: string) => partitions.find((partition) => partition.name === name)?.value ?? '';
  const text = `${value('year')}-${value('month')}-${value('day')}T${value('hour')}:00:00.000Z`;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) || at.toISOString() !== text ? undefined : at;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
