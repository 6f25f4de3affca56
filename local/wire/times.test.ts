import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin } from '../kernel/caller.ts';
import { type Backend, handle } from './handle.ts';
import { type Listener, listen } from './listen.ts';

const minute = 60_000;
const basic = (time: number) => new Date(time).toISOString().replaceAll(/[-:]|\.\d+/g, '');

describe('the times in a request', () => {
  let listener: Listener;
  let aheadMs = 0;
  const backend: Backend = {
    callerOf: () => admin,
    call: async (_caller, _service, operation) => (operation === 'GetObject' ? { Body: 'the object' } : {}),
    other: async () => undefined,
    now: () => Date.now() + aheadMs,
  };
  beforeAll(async () => {
    listener = await listen(0, (request, response) => void handle(backend, request, response));
  });
  afterAll(() => listener.close());

  const get = async (query: Readonly<Record<string, string>>, headers = {}, path = '/bucket/key') => {
    const parameters = new URLSearchParams(query);
    const answer = await fetch(`http://127.0.0.1:${listener.port}${path}?${parameters}`, { headers });
    return `${answer.status} ${await answer.text()}`;
  };
  const link = (change: Readonly<Record<string, string>> = {}, service = 's3') => ({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `test/20260101/eu-west-1/${service}/aws4_request`,
    'X-Amz-Date': basic(Date.now()),
    'X-Amz-Expires': '60',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': '00',
    ...change,
  });

  test('a presigned URL is good from a quarter of an hour before its date until it expires', async () => {
    const at = (ageMs: number, expires: string) =>
      get(link({ 'X-Amz-Date': basic(Date.now() - ageMs), 'X-Amz-Expires': expires }));
    expect(await at(0, '30')).toBe('200 the object');
    expect(await at(50_000, '60')).toBe('200 the object');
    expect(await at(-14 * minute, '60')).toBe('200 the object');
    expect(await at(6 * 86_400_000, '604800')).toBe('200 the object');
    expect(await at(90_000, '60')).toMatch(
      /^403 .*\n<Error><Code>AccessDenied<\/Code><Message>Request has expired<\/Message><X-Amz-Expires>60<\/X-Amz-Expires><Expires>[\dT:-]+Z<\/Expires><ServerTime>[\dT:-]+Z<\/ServerTime>/,
    );
    expect(await at(8 * 86_400_000, '604800')).toMatch(/^403 [\s\S]*Request has expired/);
    expect(await at(-16 * minute, '3600')).toMatch(/^403 [\s\S]*<Code>AccessDenied<[\s\S]*not valid yet/);
  });

  test('it expires by the cloud’s clock', async () => {
    const soon = link({ 'X-Amz-Expires': '3600' });
    expect(await get(soon)).toBe('200 the object');
    aheadMs = 86_400_000;
    expect(await get(soon)).toMatch(/^403 [\s\S]*Request has expired/);
    aheadMs = 0;
  });

  test('a date or an expiry that is none is named', async () => {
    const wrong = async (change: Readonly<Record<string, string>>) =>
      (await get(link(change))).replaceAll(/<.*?>/g, ' ');
    const code = /^400 [\s\S]*AuthorizationQueryParametersError[\s\S]*/;
    for (const date of ['', 'yesterday', '2026-01-01T00:00:00Z', '20261301T000000Z'])
      expect(await wrong({ 'X-Amz-Date': date })).toMatch(
        new RegExp(`${code.source}X-Amz-Date must be in the ISO8601`),
      );
    expect(await wrong({ 'X-Amz-Expires': 'soon' })).toMatch(new RegExp(`${code.source}should be a number`));
    expect(await wrong({ 'X-Amz-Expires': '-1' })).toMatch(new RegExp(`${code.source}must be non-negative`));
    expect(await wrong({ 'X-Amz-Expires': '604801' })).toMatch(new RegExp(`${code.source}less than a week`));
    const { 'X-Amz-Expires': _without, ...rest } = link();
    expect(await get(rest)).toMatch(/requires the X-Amz-Algorithm/);
  });

  test('a URL of Version 2 has an expiry as well', async () => {
    const version2 = (Expires: string) => get({ AWSAccessKeyId: 'test', Signature: 'x', Expires });
    const seconds = Math.floor(Date.now() / 1000);
    expect(await version2(String(seconds + 10))).toBe('200 the object');
    expect(await version2(String(seconds - 10))).toMatch(/^403 [\s\S]*Request has expired<\/Message><Expires>/);
    expect(await version2('tomorrow')).toMatch(/^403 [\s\S]*Invalid date/);
    expect(await get({ AWSAccessKeyId: 'test', Signature: 'x' })).toMatch(
      /^403 [\s\S]*requires the Signature, Expires/,
    );
  });

  test('an old request is refused as its service does, by the machine’s clock', async () => {
    const signed = (service: string, time: number) => ({
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      'x-amz-date': basic(time),
    });
    aheadMs = 86_400_000;
    expect(await get({}, signed('s3', Date.now() - 14 * minute))).toBe('200 the object');
    aheadMs = 0;
    expect(await get({}, signed('s3', Date.now() - 16 * minute))).toMatch(
      /^403 [\s\S]*<Code>RequestTimeTooSkewed<[\s\S]*<RequestTime>\d+T\d+Z<[\s\S]*<ServerTime>[\s\S]*<MaxAllowedSkewMilliseconds>900000</,
    );
    const lambda = await get({}, signed('lambda', Date.now() + 16 * minute), '/2015-03-31/functions');
    expect(lambda).toMatch(/^403 .*InvalidSignatureException.*Signature not yet current: \d+T\d+Z is still later/);
    const sts = await get({}, signed('sts', Date.now() - 16 * minute), '/');
    expect(sts).toMatch(
      /^403 [\s\S]*<Code>SignatureDoesNotMatch<[\s\S]*Signature expired: \d+T\d+Z is now earlier than/,
    );
    expect(
      await get(link({ 'X-Amz-Date': basic(Date.now() - 20 * minute) }, 'lambda'), {}, '/2015-03-31/functions'),
    ).toMatch(/Signature expired/);
  });
});
