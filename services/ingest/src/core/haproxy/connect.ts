import { readClient } from './client.ts';
import { type LineOutcome, rejected } from './outcome.ts';
import { emptyRequest } from './row.ts';

const connect = /^Connect from (\S{1,64}) to (\S{1,64}) \(([^/()]{1,255})\/(HTTP|TCP)\)$/;

/** `Connect from ip:port to ip:port (frontend/MODE)`, what HAProxy logs without any log option; it carries no date of its own. */
export function readConnect(message: string): LineOutcome {
  const found = connect.exec(message);
  if (found === null) return rejected('bad_fields', 'no whole "Connect from … to … (frontend/MODE)"');
  const row = emptyRequest('connect');
  const client = readClient(found[1] ?? '');
  row.client_ip = client.ip;
  row.client_port = client.port;
  row.frontend_name = found[3] ?? null;
  return { kind: 'request', row };
}
