import * as z from 'zod';
import { compileLogFormat, type LogFormat } from './log-format.ts';

const headerNames = z.array(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is no HTTP header name'));

const logFormat = z
  .string()
  .transform((text, context) => {
    const compiled = compileLogFormat(text);
    if (typeof compiled !== 'string') return compiled;
    context.addIssue(compiled);
    return z.NEVER;
  })
  .optional();

const frontendSchema = z.strictObject({
  request: headerNames.default([]),
  response: headerNames.default([]),
  /** This frontend's own `log-format` string. */
  logFormat,
});

const settingsSchema = z.strictObject({
  /** IANA name of the zone that HAProxy's local dates are in. */
  timeZone: z.string().refine(isTimeZone, 'is no IANA time zone').default('UTC'),
  /** The `log-format` string of the frontends that have none of their own, where it is not a standard one. */
  logFormat,
  /** By frontend: the captured headers, in the order of its `capture` lines. */
  frontends: z.record(z.string(), frontendSchema).default({}),
});

type FrontendCaptures = { readonly request: readonly string[]; readonly response: readonly string[] };

export type HaproxySettings = {
  readonly timeZone: string;
  readonly frontends: ReadonlyMap<string, FrontendCaptures>;
  /** Custom log formats: of one frontend, or (null) of all others. */
  readonly logFormats: readonly { readonly frontend: string | null; readonly format: LogFormat }[];
};

/** Reads haproxy.yml once parsed from YAML; throws an Error that lists each mistake with its path. */
export function readSettings(document: unknown): HaproxySettings {
  const read = settingsSchema.safeParse(document ?? {});
  if (!read.success) throw new Error(`haproxy.yml: ${z.prettifyError(read.error)}`);
  const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());
  const frontends = Object.entries(read.data.frontends);
  const formats = [
    ...frontends.map(([name, each]) => [name, each.logFormat] as const),
    [null, read.data.logFormat] as const,
  ];
  return {
    timeZone: read.data.timeZone,
    frontends: new Map(
      frontends.map(([name, { request, response }]) => [name, { request: lower(request), response: lower(response) }]),
    ),
    logFormats: formats.flatMap(([frontend, format]) => (format === undefined ? [] : [{ frontend, format }])),
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
