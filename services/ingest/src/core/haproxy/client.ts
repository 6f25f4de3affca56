import { dashAsNull, readInteger } from './cursor.ts';
import type { RequestFields } from './row.ts';

/** `address:port`, split at the last colon: IPv6 may stand without brackets, a unix socket is `unix:3`, a missing address `-` or nothing. */
export function readClient(row: RequestFields, text: string): void {
  const colon = text.lastIndexOf(':');
  const ip = colon < 0 ? text : text.slice(0, colon);
  row.client_ip = dashAsNull(ip.charCodeAt(0) === 91 ? ip.slice(1, -1) : ip);
  row.client_port = colon < 0 ? null : readInteger(text.slice(colon + 1));
}

/** A frontend's name; HAProxy adds `~` when the client came over TLS. */
export function readFrontend(row: RequestFields, name: string): void {
  row.tls = name.charCodeAt(name.length - 1) === 126;
  row.frontend_name = row.tls ? name.slice(0, -1) : name;
}
