import { describe, expect, it } from 'vitest';
import { resolve, type Scope } from './intrinsics.ts';
import type { Json } from './json.ts';
import { resourceView } from './resource-view.ts';

const scope: Scope = {
  parameters: { Stage: 'dev', Zones: ['a', 'b'], 'AWS::Region': 'eu-west-1' },
  mappings: { Sizes: { dev: { memory: 128 } } },
  condition: (name) => name === 'Yes',
  resource: (logicalId) =>
    logicalId === 'Bucket'
      ? resourceView({
          stackId: 's',
          logicalId,
          type: 'AWS::S3::Bucket',
          physicalId: 'raw',
          attributes: { Arn: 'arn:aws:s3:::raw', 'Nested.Name': 'n' },
          properties: {},
          status: 'CREATE_COMPLETE',
          at: 0,
          dependsOn: [],
        })
      : undefined,
  importValue: (name) => `imported-${name}`,
};

describe('functions', () => {
  it.each<[Json, Json | undefined]>([
    [{ Ref: 'Stage' }, 'dev'],
    [{ Ref: 'Zones' }, ['a', 'b']],
    [{ Ref: 'Bucket' }, 'raw'],
    [{ Ref: 'AWS::NoValue' }, undefined],
    [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::raw'],
    [{ 'Fn::GetAtt': 'Bucket.Nested.Name' }, 'n'],
    [{ 'Fn::Sub': `\${Stage}-\${Bucket.Arn}-\${!Literal}` }, `dev-arn:aws:s3:::raw-\${Literal}`],
    [{ 'Fn::Sub': [`\${Own}/\${Stage}`, { Own: { Ref: 'Bucket' } }] }, 'raw/dev'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 1]] }, 'a-dev-1'],
    [{ 'Fn::Join': [',', { Ref: 'Zones' }] }, 'a,b'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': [':', 'x:y:z'] }] }, 'y'],
    [{ 'Fn::If': ['Yes', 'then', { Ref: 'Missing' }] }, 'then'],
    [{ 'Fn::If': ['No', 'then', { Ref: 'AWS::NoValue' }] }, undefined],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 128],
    [{ 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    [{ 'Fn::ImportValue': { 'Fn::Sub': `\${Stage}-bus` } }, 'imported-dev-bus'],
    [{ 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    [{ 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }, ['10.0.0.0/24', '10.0.1.0/24']],
    [{ 'Fn::ToJsonString': { a: { Ref: 'Stage' } } }, '{"a":"dev"}'],
    [{ a: [{ Ref: 'AWS::NoValue' }, 1], b: { Ref: 'AWS::NoValue' } }, { a: [1] }],
  ])('%j is %j', (value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  it.each<[Json, string]>([
    [{ Ref: 'Missing' }, '[Missing]'],
    [
      { 'Fn::GetAtt': ['Bucket', 'Nothing'] },
      'resource Bucket (AWS::S3::Bucket) does not support attribute type Nothing',
    ],
    [{ 'Fn::Sub': `\${Missing.Arn}` }, '[Missing]'],
    [{ 'Fn::Select': [5, ['a']] }, 'nonexistent value at index 5'],
    [{ 'Fn::FindInMap': ['Sizes', 'prod', 'memory'] }, 'Sizes::prod::memory'],
    [{ 'Fn::Join': ['-'] }, 'Fn::Join takes a list of 2'],
    [{ 'Fn::Transform': {} }, 'Fn::Transform'],
  ])('%j fails, naming %s', (value, text) => {
    expect(() => resolve(value, scope)).toThrow(
      expect.objectContaining({ code: 'ValidationError', message: expect.stringContaining(text) }),
    );
  });
});
