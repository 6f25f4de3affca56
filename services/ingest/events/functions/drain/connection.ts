import * as z from 'zod';

/** Where a broker is and who we are there; `ca` is the PEM of a certificate authority of one's own. */
export type BrokerConnection = {
  readonly protocol: 'amqp' | 'amqps';
  readonly hostname: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly vhost: string;
  readonly ca?: string;
};

const protocol = z.enum(['amqp', 'amqps']);
const ca = z.string().includes('-----BEGIN CERTIFICATE-----').optional();
const urlSecret = z.object({ url: z.string(), ca });
const partsSecret = z.object({
  protocol: protocol.default('amqps'),
  host: z.string().min(1),
  port: z.coerce.number().int().positive().optional(),
  username: z.string().min(1),
  password: z.string(),
  vhost: z.string().default('/'),
  ca,
});

/** The secret's part that a connection needs: `{url}`, or `{host, port, username, password, vhost}`. TLS unless it says `amqp`. */
export const connectionSecret = z.unknown().transform((secret, context): BrokerConnection => {
  const hasUrl = typeof secret === 'object' && secret !== null && 'url' in secret;
  const read = hasUrl ? readUrl(secret) : readParts(secret);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path: [...path], message });
  return z.NEVER;
});

const defaultPorts = { amqp: 5672, amqps: 5671 } as const;

function readParts(secret: unknown) {
  return partsSecret
    .transform(({ host, port, ca: authority, ...rest }) => ({
      ...rest,
      hostname: host,
      port: port ?? defaultPorts[rest.protocol],
      ...(authority === undefined ? {} : { ca: authority }),
    }))
    .safeParse(secret);
}

function readUrl(secret: unknown) {
  return urlSecret
    .transform(({ url, ca: authority }, context): BrokerConnection => {
      const parsed = URL.canParse(url) ? new URL(url) : undefined;
      const scheme = protocol.safeParse(parsed?.protocol.replace(/:$/, ''));
      if (parsed === undefined || !scheme.success || parsed.hostname === '') {
        context.addIssue({ code: 'custom', path: ['url'], message: 'is no amqp:// or amqps:// URL' });
        return z.NEVER;
      }
      return {
        protocol: scheme.data,
        hostname: parsed.hostname.replace(/^\[|\]$/g, ''),
        port: Number(parsed.port) || defaultPorts[scheme.data],
        username: decodeURIComponent(parsed.username),
        password: decodeURIComponent(parsed.password),
        vhost: parsed.pathname.length > 1 ? decodeURIComponent(parsed.pathname.slice(1)) : '/',
        ...(authority === undefined ? {} : { ca: authority }),
      };
    })
    .safeParse(secret);
}
