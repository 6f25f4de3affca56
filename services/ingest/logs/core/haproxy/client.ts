import { partOrNull, readInteger } from './cursor.ts';
import type { RequestFields } from './row.ts';

/** `address:port`, split at the last colon: IPv6 may stand without brackets, a unix socket is `unix:3`, a missing address `-` or nothing. */
export function readClient(row: RequestFields, text: string, from = 0, to = text.length): void {
  let colon = to - 1;
  while (colon >= from && text.charCodeAt(colon) !== 58) colon -= 1;
  const ipTo = colon < from ? to : colon;
  row.client_ip = text.charCodeAt(from) === 91 ? text.slice(from + 1, ipTo - 1) || null : partOrNull(text, from, ipTo);
  row.client_port = colon < from ? null : readInteger(text, colon + 1, to);
}

const address = /^(?:[\dA-Fa-f:.]*[:.][\dA-Fa-f:.]*(?:%[\w.-]{1,16})?|unix|sockpair)$/;

/** Whether the row's client is one: an address, a unix socket, or none at all. */
export function isClient({ client_ip }: RequestFields): boolean {
  return client_ip === null || address.test(client_ip);
}

/** A frontend's name; HAProxy adds `~` when the client came over TLS. */
export function readFrontend(row: RequestFields, name: string): void {
  row.tls = name.charCodeAt(name.length - 1) === 126;
  row.frontend_name = row.tls ? name.slice(0, -1) : name;
}
