import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createParseLine } from './parse-line.ts';
import type { RequestFields } from './row.ts';
import { readSettings } from './settings.ts';

const root = new URL('../../../../../', import.meta.url);
const lines = (name: string) =>
  gunzipSync(readFileSync(new URL(`samples/haproxy/${name}`, root)))
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '');
const settings = readSettings(parse(readFileSync(new URL('services/ingest/haproxy.yml', root), 'utf8')));
const parseLine = createParseLine(settings);
const receivedAt = Date.UTC(2026, 10, 20, 13, 50);

/** HAProxy's own structured data, read without our parser: name="value" with `\"`, `\\` and `\]` escaped, or name=value. */
function structuredData(line: string): Map<string, string> | undefined {
  const element = /\[x@1 ((?:[^\]"]|"(?:[^"\\]|\\.)*")*)\]/.exec(line)?.[1];
  if (element === undefined) return undefined;
  const pairs = element.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g);
  return new Map(
    [...pairs].map(([, name = '', quoted, plain]) => [name, (quoted ?? plain ?? '').replace(/\\(.)/g, '$1')]),
  );
}

function decoded(text: string): string {
  return text.replace(/(?:#[0-9A-F]{2})+/g, (run) => {
    const bytes = Buffer.from(run.replaceAll('#', ''), 'hex');
    return bytes.toString('utf8').includes('\ufffd') ? bytes.toString('latin1') : bytes.toString('utf8');
  });
}

function block(text: string, names: readonly string[]): Record<string, string> | null {
  if (text === '') return null;
  const values = text.slice(1, -1).split('|');
  return Object.fromEntries(
    values.flatMap((value, index) => (value === '' ? [] : [[names[index] ?? `capture_${index + 1}`, decoded(value)]])),
  );
}

function expected(truth: ReadonlyMap<string, string>): Partial<RequestFields> {
  const text = (name: string) => truth.get(name) ?? '';
  const number = (name: string) => Number(text(name).replace('+', ''));
  const frontend = settings.frontends.get(text('ft').replace('~', ''));
  const request = /^(\S+) ([^ ?]*)(?:\?(\S*))? (HTTP\/\d\.\d)$/.exec(text('r'));
  return {
    client_ip: text('ci'),
    client_port: number('cp'),
    frontend_name: text('ft').replace('~', ''),
    tls: text('ft').endsWith('~'),
    backend_name: text('b'),
    server_name: text('s'),
    time_request_ms: number('TR'),
    time_queue_ms: number('Tw'),
    time_connect_ms: number('Tc'),
    time_response_ms: number('Tr'),
    time_active_ms: number('Ta'),
    status_code: number('ST'),
    bytes_read: number('B'),
    captured_request_cookie: text('CC') || null,
    captured_response_cookie: text('CS') || null,
    termination_state: text('tsc'),
    retries: number('rc'),
    srv_queue: number('sq'),
    backend_queue: number('bq'),
    request_headers: block(text('hr'), frontend?.request ?? []),
    response_headers: block(text('hs'), frontend?.response ?? []),
    method: request?.[1] ?? null,
    path: request === null ? null : decoded(request[2] ?? ''),
    query: request?.[3] === undefined ? null : decoded(request[3]),
    http_version: request?.[4] ?? null,
  };
}

/** HAProxy samples its connection gauges anew for the message, so they are compared with the message's own text. */
function gauges(line: string): Partial<RequestFields> {
  const [actconn, feconn, beconn, srv_conn] = (
    / (\d+[ /]\d+[ /]\d+[ /]\d+)[ /]\+?\d+ \d+[ /]\d+ ["{]/.exec(line.slice(line.lastIndexOf('] ')))?.[1] ?? ''
  )
    .split(/[ /]/)
    .map(Number);
  return { actconn: actconn ?? null, feconn: feconn ?? null, beconn: beconn ?? null, srv_conn: srv_conn ?? null };
}

describe('against what HAProxy itself wrote as structured data', () => {
  const truth = lines('truth-rfc5424.log.gz');
  const wire = lines('wire-rfc3164.log.gz');

  test('every field of every HTTP line is the same', () => {
    let compared = 0;
    for (const line of truth) {
      const data = structuredData(line);
      const { outcome } = parseLine(line, receivedAt);
      if (data === undefined) continue;
      expect(outcome.kind, line).toBe('request');
      expect(outcome.kind === 'request' ? outcome.row : undefined, line).toMatchObject({
        ...expected(data),
        ...gauges(line),
      });
      compared += 1;
    }
    expect(compared).toBeGreaterThan(15_000);
  });

  test('each line as it crossed the wire agrees with the uncut one, up to where it was cut', () => {
    const whole = new Map(truth.map((line) => [sessionOf(line), parseLine(line, receivedAt).outcome]));
    let truncated = 0;
    for (const line of wire) {
      const { outcome } = parseLine(line, receivedAt);
      const uncut = whole.get(sessionOf(line));
      expect(outcome.kind, line).toBe(uncut?.kind);
      if (outcome.kind !== 'request' || uncut?.kind !== 'request') continue;
      if (outcome.row.truncated) truncated += 1;
      expectAgreement(outcome.row, uncut.row, line);
    }
    expect(truncated).toBeGreaterThan(50);
  });
});

/** What tells one session from another in either log: client and accept date, or a notice's own words. */
function sessionOf(line: string): string {
  const message = line.slice(parseLine(line, receivedAt).syslog.messageAt);
  return /^(?:127\.|unix)/.test(message) ? message.slice(0, message.indexOf(']')) : message;
}

/**
 * Gauges are sampled per log target, and `Connect from` has only the header's date. What a cut line says must be so, the text that the
 * cut went through begin so.
 */
function expectAgreement(cut: RequestFields, whole: RequestFields, line: string): void {
  const { actconn, feconn, beconn, srv_conn, request_date, truncated, ...rest } = cut;
  if (!truncated) {
    expect(whole, line).toMatchObject(rest);
    return;
  }
  const { path, query, request_headers, format, ...fields } = rest;
  const known = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  expect(whole, line).toMatchObject(known);
  expect((whole.path ?? '').startsWith(path ?? ''), line).toBe(true);
  expect((whole.query ?? '').startsWith(query ?? ''), line).toBe(true);
  for (const [name, value] of Object.entries(request_headers ?? {})) {
    expect((whole.request_headers?.[name] ?? '').startsWith(value), line).toBe(true);
  }
}
