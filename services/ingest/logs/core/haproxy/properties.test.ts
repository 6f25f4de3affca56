import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clf, fits, httplog, numbersOf, parseLine, receivedAt, requests, sample } from './properties-for-tests.ts';
import { recordOf } from './record.ts';

describe('parsing', () => {
  const damaged = fc
    .tuple(
      fc.constantFrom(...sample),
      fc.nat(1100),
      fc.nat(40),
      fc.oneof(fc.string(), fc.stringMatching(/^[{}"|/ #-]*$/)),
    )
    .map(([line, from, length, text]) => line.slice(0, from) + text + line.slice(from + length));

  test('never throws, and keeps to the three outcomes', () => {
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string(), fc.string({ unit: 'binary' }), fc.json()), (line) => {
        expect(['request', 'event', 'rejected']).toContain(parseLine(line, receivedAt).outcome.kind);
      }),
      { numRuns: 3000 },
    );
  });

  test('no number is larger than its column, whatever stands in the line', () => {
    const digits = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }).map(String);
    const line = fc.oneof(
      fc.constantFrom(...sample),
      fc.constantFrom(
        '{"ci":"1.2.3.4","cp":5,"ST":200,"TR":1,"Tw":2,"B":12345,"rc":1}',
        '1.2.3.4 - - [20/Nov/2026:13:50:17 +0000] "GET / HTTP/1.1" 200 5 "" "" 80 12 "www" "b" "s" 1 2 3 4 5 ---- 1 2 3 4 5 6 7 "-" "-"',
        'Nov 20 13:50:15 lb1 haproxy[1]: Server b/s is DOWN, reason: Layer4 timeout, check duration: 12ms. 1 active and 2 backup servers left. 3 sessions active, 4 requeued, 5 remaining in queue.',
      ),
    );
    const spoilt = fc.tuple(line, fc.nat(40), digits).map(([text, at, number]) => {
      const numbers = [...text.matchAll(/\d+/g)];
      const found = numbers[at % Math.max(1, numbers.length)];
      if (found === undefined) return text;
      return text.slice(0, found.index) + number + text.slice(found.index + found[0].length);
    });
    fc.assert(
      fc.property(spoilt, (text) => {
        const record = recordOf(parseLine(text, receivedAt), { record_id: null, received_at: null, source_key: null });
        if (record.table === 'rejected') return;
        expect(numbersOf(record.row).filter(({ type, value }) => !fits(type, value))).toEqual([]);
        expect(record.at ?? 0).toBeLessThan(Date.UTC(10_000, 0));
      }),
      { numRuns: 2000 },
    );
  });

  const date = '[20/Nov/2026:13:50:17.908]';
  const head = `1.2.3.4:5 ${date} www b/s 0/1/2/3/4 200 5`;
  const counters = '---- 1/2/3/4/0 6/7';
  test.each([
    ['spaces', (n: number) => ' '.repeat(n)],
    ['quotes', (n: number) => `${head} - - ${counters} {a} ${'"'.repeat(n)}`],
    ['blocks', (n: number) => `${head} - - ${counters} ${'{a} '.repeat(n / 4)}`],
    ['block ends', (n: number) => `${head} - - ${counters} {${'} x'.repeat(n / 3)}`],
    ['cookies', (n: number) => `${head} ${'a '.repeat(n / 2)}`],
    ['almost counters', (n: number) => `${head} ${'---- 1/2/3/4 '.repeat(n / 13)}`],
    ['slashes', (n: number) => `1.2.3.4:5 ${date} www b/s ${'1/'.repeat(n / 2)}`],
    ['escapes', (n: number) => `${head} - - ${counters} "GET /${'#C3'.repeat(n / 3)} HTTP/1.1"`],
    ['structured data', (n: number) => `<1>1 - - h - - ${'[a b="\\]"]'.repeat(n / 10)}`],
    ['clf', (n: number) => `1.2.3.4 - - [20/Nov/2026:13:50:17 +0000] "${'" "'.repeat(n / 3)}`],
    ['json', (n: number) => `{"ci":"1","ST":2,${'"a":"\\\\",'.repeat(n / 9)}`],
    ['notices', (n: number) => `Server a/${'is DOWN, reason: 1 '.repeat(n / 19)}`],
    ['custom', (n: number) => `1 2 <${'{} '.repeat(n / 3)}> "${'x HTTP/'.repeat(n / 7)}`],
  ])('takes time linear in a line of %s', (_, make) => {
    const time = (line: string) => {
      const start = performance.now();
      parseLine(line, receivedAt);
      return performance.now() - start;
    };
    time(make(20_000));
    const best = Math.min(...[1, 2, 3].map(() => time(make(400_000))));
    expect(best).toBeLessThan(2000);
  });
});

describe('what HAProxy would write of a row is read as that row', () => {
  test('as httplog', () => {
    fc.assert(
      fc.property(requests, (row) => {
        expect(parseLine(httplog(row), receivedAt).outcome).toEqual({ kind: 'request', row });
      }),
      { numRuns: 500 },
    );
  });

  test('as httplog clf', () => {
    fc.assert(
      fc.property(requests, (row) => {
        expect(parseLine(clf(row), receivedAt).outcome).toEqual({
          kind: 'request',
          row: { ...row, format: 'http_clf' },
        });
      }),
      { numRuns: 500 },
    );
  });
});
