/** Hive's reading of a date: month and day may overflow into the next (`2026-13-01` is `2027-01-01`), a time after it is left out. */
export function readHiveDate(text: string): string | undefined {
  const found = /^\s*(\d{1,4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?\s*$/.exec(text);
  if (!found) return undefined;
  return isoDate(utc(found.slice(1, 4)));
}

/** Hive's reading of a timestamp, lenient as dates are, to the millisecond: `yyyy-MM-dd HH:mm:ss[.fraction]`. */
export function readHiveTimestamp(text: string): string | undefined {
  const found = /^\s*(\d{1,4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?)?\s*$/.exec(
    text,
  );
  if (!found) return undefined;
  const millis = Math.round(Number(`0.${found[7] ?? '0'}`) * 1000);
  return isoTimestamp(utc(found.slice(1, 7)) + millis);
}

/** A timestamp as JSON SerDes take it: Hive's, or ISO 8601 with a zone. */
export function readJsonTimestamp(text: string): string | undefined {
  const zoned = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text);
  if (!zoned) return readHiveTimestamp(text.replace(/^(\s*[\d-]+)T/, '$1 '));
  const millis = Date.parse(text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(millis) ? undefined : isoTimestamp(millis);
}

/** Epoch milliseconds as `yyyy-MM-dd HH:mm:ss.SSS`. */
export const isoTimestamp = (millis: number): string =>
  new Date(millis).toISOString().replace('T', ' ').replace('Z', '');

/** Epoch milliseconds as `yyyy-MM-dd`. */
export const isoDate = (millis: number): string => new Date(millis).toISOString().slice(0, 10);

function utc(parts: readonly (string | undefined)[]): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map((part) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime();
}
