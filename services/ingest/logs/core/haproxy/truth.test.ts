import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { expected, gauges, plainRow, structuredData } from '../../test/structured-data.ts';
import { createParseLine } from './parse-line.ts';
import type { RequestFields } from './row.ts';
import { readSettings } from './settings.ts';

const root = new URL('../../../../../', import.meta.url);
const lines = (name: string) =>
  gunzipSync(readFileSync(new URL(`samples/haproxy/${name}`, root)))
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '');
const settings = readSettings(parse(readFileSync(new URL('services/ingest/logs/haproxy.yml', root), 'utf8')));
const parseLine = createParseLine(settings);
const receivedAt = Date.UTC(2026, 10, 20, 13, 50);

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
        ...expected(data, settings),
        ...gauges(line),
      });
      compared += 1;
    }
    expect(compared).toBe(truth.filter((line) => line.includes('[x@1 ')).length);
  });

  test('no line of either log is rejected', () => {
    const rejected = [...truth, ...wire].filter((line) => parseLine(line, receivedAt).outcome.kind === 'rejected');
    expect(rejected).toEqual([]);
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
  const wholeHeaders = new Map(Object.entries(Object(plainRow(whole).request_headers)));
  for (const [at, name] of (request_headers?.keys ?? []).entries()) {
    expect(String(wholeHeaders.get(name)).startsWith(request_headers?.values[at] ?? ''), line).toBe(true);
  }
}
