import { trimSlash } from '../../../iceberg/metadata.ts';
import { SqlError } from '../../../sql/error.ts';
import { ToldFailure } from '../execution/failure.ts';

type Rule = { readonly stored: string; read(value: string): string | undefined };

const gigabyte = 2 ** 30;

/**
 * The table properties that Athena takes for Iceberg tables, and the names that they have in the table's metadata
 * (https://docs.aws.amazon.com/athena/latest/ug/querying-iceberg-creating-tables.html#querying-iceberg-table-properties).
 */
const rules: Readonly<Record<string, Rule>> = {
  format: { stored: 'write.format.default', read: (value) => value.toUpperCase() },
  write_compression: { stored: 'write.parquet.compression-codec', read: oneOf('gzip', 'snappy', 'zstd', 'none') },
  compression_level: { stored: 'write.parquet.compression-level', read: whole(1, 22) },
  write_target_data_file_size_bytes: { stored: 'write.target-file-size-bytes', read: whole(1) },
  optimize_rewrite_min_data_file_size_bytes: {
    stored: 'optimize_rewrite_min_data_file_size_bytes',
    read: whole(0, 10 * gigabyte - 1),
  },
  optimize_rewrite_max_data_file_size_bytes: {
    stored: 'optimize_rewrite_max_data_file_size_bytes',
    read: whole(1, 10 * gigabyte - 1),
  },
  optimize_rewrite_data_file_threshold: {
    stored: 'optimize_rewrite_data_file_threshold',
    read: whole(1, 49),
  },
  optimize_rewrite_delete_file_threshold: {
    stored: 'optimize_rewrite_delete_file_threshold',
    read: whole(1, 49),
  },
  vacuum_max_snapshot_age_seconds: {
    stored: 'history.expire.max-snapshot-age-ms',
    read: (value) => {
      const seconds = whole(1)(value);
      return seconds === undefined ? undefined : String(BigInt(seconds) * 1000n);
    },
  },
  vacuum_min_snapshots_to_keep: { stored: 'history.expire.min-snapshots-to-keep', read: whole(1) },
  vacuum_max_metadata_files_to_keep: { stored: 'write.metadata.previous-versions-max', read: whole(1) },
};

/** Iceberg's own properties that ALTER TABLE may set and unset beside Athena's. */
const paths: ReadonlySet<string> = new Set(['write.data.path', 'write.object-storage.path']);

type Texts = Readonly<Record<string, string>>;

/** The properties of CREATE TABLE, by the names that Iceberg gives them. `text` reads one of the statement's own. */
export function createProperties(text: (name: string) => string | undefined, location: string): Record<string, string> {
  const given = Object.keys(rules).flatMap((name) => {
    const value = text(name);
    return value === undefined ? [] : [storedProperty(name, value)];
  });
  const path = oneOf('true', 'false')(text('write_data_path_enabled') ?? 'false');
  if (path === undefined) throw refusal('write_data_path_enabled');
  const properties = Object.fromEntries([
    ...given,
    ...(path === 'true' ? [['write.data.path', `${trimSlash(location)}/data`] as const] : []),
  ]);
  refuseContradictions(properties);
  return properties;
}

/** The TBLPROPERTIES of CREATE TABLE; a key that Athena has not is refused in its words. */
export function readTableProperties(given: Texts, location: string): Record<string, string> {
  const lower = new Map(Object.entries(given).map(([key, value]) => [key.toLowerCase(), value]));
  const others = ['table_type', 'write_data_path_enabled'];
  refuseUnknown(Object.keys(given), (key) => key in rules || others.includes(key));
  return createProperties((name) => lower.get(name), location);
}

/** ALTER TABLE … SET TBLPROPERTIES of a table that has the properties `present`. */
export function changedProperties(present: Texts, given: Texts): Record<string, string> {
  refuseUnknown(Object.keys(given), (key) => key in rules || paths.has(key));
  const changed = Object.fromEntries(
    Object.entries(given).map(([key, value]) => storedProperty(key.toLowerCase(), value)),
  );
  refuseContradictions({ ...present, ...changed });
  return changed;
}

/** ALTER TABLE … UNSET TBLPROPERTIES: the names in the table's metadata. */
export function unsetProperties(names: readonly string[]): Record<string, null> {
  const stored = names.map((name) => {
    const key = name.toLowerCase();
    const found = rules[key]?.stored ?? (paths.has(key) ? key : undefined);
    if (found === undefined) throw new ToldFailure(`Table property ${name} is not supported by Athena`, 2, 1200);
    return [found, null] as const;
  });
  return Object.fromEntries(stored);
}

/** A table's properties by Athena's names and in its units, as SHOW CREATE TABLE tells them. */
export function athenaProperties(stored: Texts): Record<string, string> {
  const found = Object.entries(rules).flatMap(([name, rule]) => {
    const value = stored[rule.stored];
    if (value === undefined) return [];
    const shown = name === 'vacuum_max_snapshot_age_seconds' ? String(Math.floor(Number(value) / 1000)) : value;
    return [[name, name === 'format' ? shown.toLowerCase() : shown] as const];
  });
  return Object.fromEntries(found);
}

function storedProperty(name: string, value: string): readonly [string, string] {
  const rule = rules[name];
  if (!rule) return [name, value];
  const read = rule.read(value.trim());
  if (read === undefined) throw refusal(name);
  return [rule.stored, read];
}

function refuseUnknown(keys: readonly string[], isKnown: (key: string) => boolean): void {
  const unknown = keys.find((key) => !isKnown(key.toLowerCase()));
  if (unknown !== undefined) throw new ToldFailure(`Unsupported table property key: ${unknown}`, 2, 1200);
}

/** What Athena's page says of two properties together. */
function refuseContradictions(stored: Texts): void {
  const format = stored['write.format.default'] ?? 'PARQUET';
  if (format.toUpperCase() !== 'PARQUET')
    throw new SqlError('NOT_SUPPORTED', `Iceberg tables with ${format} files are not supported`);
  const codec = stored['write.parquet.compression-codec'];
  if (stored['write.parquet.compression-level'] !== undefined && codec !== 'zstd')
    throw refusal('compression_level', 'it goes with write_compression zstd only');
  const target = Number(stored['write.target-file-size-bytes'] ?? gigabyte / 2);
  const { optimize_rewrite_min_data_file_size_bytes: least, optimize_rewrite_max_data_file_size_bytes: most } = stored;
  if (least !== undefined && Number(least) >= target)
    throw refusal(
      'optimize_rewrite_min_data_file_size_bytes',
      'it must be less than write_target_data_file_size_bytes',
    );
  if (most !== undefined && Number(most) <= target)
    throw refusal(
      'optimize_rewrite_max_data_file_size_bytes',
      'it must be greater than write_target_data_file_size_bytes',
    );
}

const refusal = (name: string, why = 'Athena does not allow it') =>
  new SqlError('INVALID_TABLE_PROPERTY', `Invalid value for table property '${name}': ${why}`);

function oneOf(...values: readonly string[]): Rule['read'] {
  return (value) => values.find((candidate) => candidate === value.toLowerCase());
}

function whole(least: number, most = Number.MAX_SAFE_INTEGER): Rule['read'] {
  return (value) => {
    const number = Number(value);
    return /^\d+$/.test(value) && number >= least && number <= most ? String(number) : undefined;
  };
}
