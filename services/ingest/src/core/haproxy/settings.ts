import * as z from 'zod';

const headerNames = z.array(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is no HTTP header name'));

const settingsSchema = z.strictObject({
  /** IANA name of the zone that HAProxy's local dates are in. */
  timeZone: z.string().refine(isTimeZone, 'is no IANA time zone').default('UTC'),
  /** By frontend: the captured headers, in the order of its `capture` lines. */
  frontends: z
    .record(z.string(), z.strictObject({ request: headerNames.default([]), response: headerNames.default([]) }))
    .default({}),
});

export type FrontendCaptures = { readonly request: readonly string[]; readonly response: readonly string[] };

export type HaproxySettings = {
  readonly timeZone: string;
  readonly frontends: ReadonlyMap<string, FrontendCaptures>;
};

/** Reads haproxy.yml once parsed from YAML; throws an Error that lists each mistake with its path. */
export function readSettings(document: unknown): HaproxySettings {
  const read = settingsSchema.safeParse(document ?? {});
  if (!read.success) throw new Error(`haproxy.yml: ${z.prettifyError(read.error)}`);
  const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());
  return {
    timeZone: read.data.timeZone,
    frontends: new Map(
      Object.entries(read.data.frontends).map(([name, { request, response }]) => [
        name,
        { request: lower(request), response: lower(response) },
      ]),
    ),
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
