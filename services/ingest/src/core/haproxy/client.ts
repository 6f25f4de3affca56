import { dashAsNull, readInteger } from './cursor.ts';

type Client = { readonly ip: string | null; readonly port: number | null };

/** `address:port`, split at the last colon: IPv6 stands without brackets, a unix socket is `unix:3`. */
export function readClient(text: string): Client {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return { ip: dashAsNull(text), port: null };
  return { ip: dashAsNull(text.slice(0, colon)), port: readInteger(text.slice(colon + 1)) };
}
