/** Trino's name of a time zone: `UTC` for all of its names, `+05:30`, an IANA name in its own case; undefined where there is no such zone. */
export function zoneName(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (utcNames.has(lower)) return 'UTC';
  const offset = /^(?:utc|gmt|ut)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(lower);
  if (offset) return offsetName(offset[1] ?? '+', Number(offset[2]), Number(offset[3] ?? 0));
  const known = ianaNames().get(lower);
  if (known) return known;
  return isKnownToIntl(text) ? text : undefined;
}

const utcNames: ReadonlySet<string> = new Set(
  'utc z ut uct gmt gmt0 gmt+0 gmt-0 greenwich universal zulu etc/utc etc/uct etc/ut etc/gmt etc/gmt0 etc/gmt+0 etc/gmt-0 etc/greenwich etc/universal etc/zulu'.split(
    ' ',
  ),
);

function offsetName(sign: string, hours: number, minutes: number): string | undefined {
  if (hours * 60 + minutes > 14 * 60 || minutes > 59) return undefined;
  if (hours === 0 && minutes === 0) return 'UTC';
  return `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

let names: ReadonlyMap<string, string> | undefined;

function ianaNames(): ReadonlyMap<string, string> {
  names ??= new Map(Intl.supportedValuesOf('timeZone').map((name) => [name.toLowerCase(), name]));
  return names;
}

function isKnownToIntl(text: string): boolean {
  try {
    return (
      /^[A-Za-z]/.test(text) && new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
    );
  } catch {
    return false;
  }
}
