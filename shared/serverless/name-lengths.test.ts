import { expect, test } from 'vitest';
import { fakeFramework } from './fake-framework.ts';
import { longNames, nameLengths } from './name-lengths.ts';

const bucket = (name: unknown) => ({ Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: name } } });

test('a name that is as long as it may be is taken, account and region in it', () => {
  expect(longNames(bucket({ 'Fn::Sub': `${'a'.repeat(51)}\${AWS::AccountId}` }), 'eu-west-1')).toEqual([]);
});

test('a longer one is told, by how much, and what to do', () => {
  const resources = {
    ...bucket({ 'Fn::Sub': `${'a'.repeat(53)}\${AWS::AccountId}` }),
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q'.repeat(81) } },
    Database: { Type: 'AWS::Glue::Database', Properties: { DatabaseInput: { Name: 'd'.repeat(256) } } },
    Unnamed: { Type: 'AWS::SQS::Queue' },
  };
  expect(longNames(resources, 'eu-west-1')).toEqual([
    expect.stringMatching(/^Bucket \(AWS::S3::Bucket\) would be named a+0{12}: 65 characters, 2 more than the 63/),
    expect.stringMatching(/^Queue .*81 characters, 1 more than the 80/),
    expect.stringMatching(/^Database .*256 characters, 1 more than the 255/),
  ]);
  const hooks = nameLengths(fakeFramework({ resources }));
  expect(() => hooks['before:aws:package:finalize:saveServiceState']?.()).toThrow(/shorter --stage/);
});
