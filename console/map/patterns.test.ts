import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeness, keysOf, nameOfArn, prefixesOf, servedBy, takes, workGroupsOf } from './patterns.ts';

test('a pattern takes what a regular expression of it takes', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
  const pattern = fc.array(fc.constantFrom('a', 'b', '/', '*'), { maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(pattern, text, (wanted, given) => {
      expect(takes(wanted, given)).toBe(new RegExp(`^${wanted.replaceAll('*', '.*')}$`).test(given));
    }),
    { numRuns: 500 },
  );
});

test('a name is what stands last in an ARN', () => {
  const arns = ['arn:aws:sqs:eu-west-1:1:parse', 'arn:aws:kinesis:eu-west-1:1:stream/events', 'arn:aws:s3:::raw'];
  expect(arns.map(nameOfArn)).toEqual(['parse', 'events', 'raw']);
});

const event = (detail: object) => JSON.stringify({ source: ['aws.s3'], detail });

test('of a rule of S3’s events the keys are told that it takes in one bucket', () => {
  const key = [{ prefix: 'lake/' }, { wildcard: 'lake/*_changes/*' }, { suffix: '.csv' }];
  const pattern = event({ bucket: { name: ['raw'] }, object: { key, size: [{ numeric: ['>', 0] }] } });
  expect(keysOf(pattern, 'raw')).toEqual(['lake/*', 'lake/*_changes/*']);
  expect(prefixesOf(pattern, 'raw')).toEqual(['lake/']);
  expect(keysOf(pattern, 'lake')).toEqual([]);
  expect([keysOf(undefined, 'raw'), keysOf('{"source":["aws.athena"]}', 'raw'), keysOf('[]', 'raw')]).toEqual([
    [],
    [],
    [],
  ]);
});

test('of a rule about statements their work groups are told', () => {
  const pattern = event({ workgroupName: ['datasets', { prefix: 'x' }], currentState: ['FAILED'] });
  expect([workGroupsOf(pattern), workGroupsOf(undefined)]).toEqual([['datasets'], []]);
});

test('what an action is granted on is told once, and never as everything', () => {
  const grants = [
    { actions: ['sqs:SendMessage', 'sqs:GetQueueUrl'], resources: ['q1', 'q2'] },
    { actions: ['sqs:SendMessage'], resources: ['q2', '*'] },
    { actions: ['sqs:ReceiveMessage'], resources: ['q3'] },
  ];
  expect(servedBy(grants, 'sqs:SendMessage')).toEqual(['q1', 'q2']);
});

test('the longer what is meant, the closer', () => {
  expect(closeness('lake/*_changes/*')).toBeGreaterThan(closeness('lake/*'));
});
