import { afterEach, expect, test, vi } from 'vitest';
import { AwsError, call, callRest } from './request.ts';

afterEach(() => vi.unstubAllGlobals());

function answering(status: number, body: string, headers: Record<string, string> = {}) {
  const asked: Request[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push(new Request(new URL(path, 'http://127.0.0.1'), { ...init, cache: 'default' }));
    return new Response(body, { status, headers });
  });
  return asked;
}

test('an operation is asked by its target, and its output given as it came', async () => {
  const asked = answering(200, '{"TableList":[]}');
  expect(await call('glue', 'GetTables', { DatabaseName: 'lake' })).toEqual({ TableList: [] });
  expect(asked[0]?.headers.get('x-amz-target')).toBe('AWSGlue.GetTables');
  expect(asked[0]?.headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expect(asked[0]?.headers.get('authorization')).toContain('/eu-west-1/glue/aws4_request');
  expect(await asked[0]?.json()).toEqual({ DatabaseName: 'lake' });
  answering(200, '');
  expect(await call('sqs', 'DeleteMessage')).toEqual({});
});

test.each([
  [
    400,
    '{"__type":"com.amazonaws.glue#EntityNotFoundException","Message":"no table"}',
    {},
    'EntityNotFoundException',
    'no table',
  ],
  [
    404,
    '{"message":"no function"}',
    { 'x-amzn-errortype': 'ResourceNotFoundException:http://x' },
    'ResourceNotFoundException',
    'no function',
  ],
  [
    403,
    'The local cloud takes no requests from web pages',
    {},
    'HTTP 403',
    'The local cloud takes no requests from web pages',
  ],
  [500, '{}', {}, 'HTTP 500', 'HTTP 500'],
])('an error of %i has its code and its words', async (status, body, headers, code, message) => {
  answering(status, body, { ...headers });
  const failed = await callRest('lambda', '/2015-03-31/functions').catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(AwsError);
  expect(failed).toMatchObject({ code, message, status });
});
