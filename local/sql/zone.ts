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

/** Local time at a zone, in microseconds, of an instant in microseconds since 1970-01-01 UTC. */
export function localMicros(utc: bigint, zone: string): bigint {
  return utc + BigInt(offsetSeconds(utc, zone)) * 1_000_000n;
}

/** The zone's offset from UTC at an instant (microseconds), in seconds. */
export function offsetSeconds(utc: bigint, zone: string): number {
  if (zone === 'UTC') return 0;
  const fixed = /^([+-])(\d{2}):(\d{2})$/.exec(zone);
  if (fixed) return (fixed[1] === '-' ? -60 : 60) * (Number(fixed[2]) * 60 + Number(fixed[3]));
  const milliseconds = Number(utc / 1000n);
  const whole = Math.floor(milliseconds / 1000) * 1000;
  const parts = new Map(
    formatOf(zone)
      .formatToParts(whole)
      .map((part) => [part.type, Number(part.value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const local = new Date(0);
  local.setUTCFullYear(part('year'), part('month') - 1, part('day'));
  local.setUTCHours(part('hour'), part('minute'), part('second'));
  return Math.round((local.getTime() - whole) / 1000);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}
