import { expect, test } from 'vitest';
import { signedHeaders } from './scope.ts';

test('a request names its service, its day and nobody’s secret', () => {
  expect(signedHeaders('glue', new Date('2026-11-30T13:05:06.789Z'))).toEqual({
    authorization:
      'AWS4-HMAC-SHA256 Credential=test/20261130/eu-west-1/glue/aws4_request, SignedHeaders=host;x-amz-date, Signature=local',
    'x-amz-date': '20261130T130506Z',
  });
});
