import type { DatabaseDestination } from '../core/egress.ts';
import type { Access } from './secret.ts';

export type Tls = { readonly rejectUnauthorized: boolean; readonly ca?: string };

/** How a database is spoken to; undefined for plainly, as on loopback, which nobody listens to. */
export function tlsOf(
  { tls }: Pick<DatabaseDestination, 'tls'>,
  { host, ca }: Pick<Access, 'host' | 'ca'>,
): Tls | undefined {
  if (tls === 'off' || isLoopback(host)) return undefined;
  return { rejectUnauthorized: tls === 'verify', ...(ca === undefined ? {} : { ca }) };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
