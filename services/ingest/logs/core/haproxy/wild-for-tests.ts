import { createParseLine } from './parse-line.ts';
import { readSettings } from './settings.ts';

// What lines have around them, and what becomes of them on their way, as people show them in public.

const receivedAt = Date.UTC(2026, 10, 28, 22, 30);

export const traffic =
  '192.0.2.81:51820 [28/Nov/2026:22:21:03.911] www~ app/web2 0/0/1/5/6 200 1433 - - ---- 3/2/1/1/0 0/0 {shop.example|curl/8} "GET /a?b=c HTTP/1.1"';

export function parse(line: string, document: object = {}, at = receivedAt) {
  return createParseLine(readSettings(document))(line, at);
}

/** A few columns that show that the line was read from end to end. */
export function gist(line: string, document?: object) {
  const { outcome, syslog, headerDate } = parse(line, document);
  if (outcome.kind === 'rejected') return outcome;
  if (outcome.kind === 'event') return { ...outcome.row, syslog, headerDate };
  const { client_ip, status_code, path, http_version, truncated, format } = outcome.row;
  return { client_ip, status_code, path, http_version, truncated, format, syslog };
}

export const whole = {
  client_ip: '192.0.2.81',
  status_code: 200,
  path: '/a',
  http_version: 'HTTP/1.1',
  truncated: false,
  format: 'http',
};
