import { expect, test } from 'vitest';
import { readDocument } from './iam.ts';

test('a policy tells what is allowed, one action or several', () => {
  const document = {
    Statement: [
      { Effect: 'Allow', Action: 's3:PutObject', Resource: ['a/*', 'b/*'] },
      { Effect: 'Deny', Action: '*', Resource: '*' },
      { Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'], Resource: 'q' },
    ],
  };
  expect(readDocument(encodeURIComponent(JSON.stringify(document)))).toEqual([
    { actions: ['s3:PutObject'], resources: ['a/*', 'b/*'] },
    { actions: ['sqs:SendMessage', 'sqs:GetQueueUrl'], resources: ['q'] },
  ]);
});

test('a policy of one statement need not have a list of them', () => {
  const document = { Statement: { Effect: 'Allow', Action: 'a:B', Resource: 'c' } };
  expect(readDocument(encodeURIComponent(JSON.stringify(document)))).toEqual([{ actions: ['a:B'], resources: ['c'] }]);
});
