import { describe, expect, it } from 'vitest';
import { parseTemplate } from './template.ts';
import { parseTemplateUrl } from './template-source.ts';

describe('a template', () => {
  it('is read from YAML with short tags as from JSON', () => {
    const yaml = `
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  IsProd: !Not [!Equals [!Ref Stage, dev]]
Parameters:
  Stage: { Type: String, Default: dev }
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    DependsOn: Other
    Properties:
      BucketName: !Sub '\${Stage}-raw'
      Arn: !GetAtt Other.Arn
      Choice: !If [IsProd, !Ref Stage, !Ref AWS::NoValue]
  Other: { Type: AWS::S3::Bucket, DeletionPolicy: Retain }
`;
    const template = parseTemplate(yaml);
    expect(template.conditions).toEqual({ IsProd: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] }] } });
    expect(template.resources.Bucket).toMatchObject({
      dependsOn: ['Other'],
      properties: {
        BucketName: { 'Fn::Sub': `\${Stage}-raw` },
        Arn: { 'Fn::GetAtt': 'Other.Arn' },
        Choice: { 'Fn::If': ['IsProd', { Ref: 'Stage' }, { Ref: 'AWS::NoValue' }] },
      },
    });
  });

  it.each([
    ['{', 'JSON not well-formed'],
    ['a: [', 'YAML not well-formed'],
    ['{"Resources":{}}', 'At least one Resources member'],
    ['{"Resources":{"A":{"Type":"T","Propertys":{}}}}', '[/Resources/A] unknown member Propertys'],
    ['{"Resources":{"A-b":{"Type":"T"}}}', 'Resource name A-b is non alphanumeric'],
    ['{"Transform":"AWS::Serverless-2016-10-31","Resources":{"A":{"Type":"T"}}}', '[/Transform] is not covered'],
    ['{"Resources":{"A":{"Type":"T","Condition":"C"}}}', 'condition dependency C'],
    ['{"Foo":1,"Resources":{"A":{"Type":"T"}}}', 'Foo'],
  ])('%s is refused: %s', (text, reason) => {
    expect(() => parseTemplate(text)).toThrow(
      expect.objectContaining({ code: 'ValidationError', message: expect.stringContaining(reason) }),
    );
  });
});

describe('a template address', () => {
  it.each([
    ['https://s3.amazonaws.com/deploy/a/b.json', 'deploy', 'a/b.json'],
    ['https://s3.eu-west-1.amazonaws.com/deploy/a.json', 'deploy', 'a.json'],
    ['https://deploy.s3.eu-west-1.amazonaws.com/a/b.json', 'deploy', 'a/b.json'],
    ['https://deploy.s3.amazonaws.com/a%20b.json', 'deploy', 'a b.json'],
    ['http://127.0.0.1:4566/deploy/a.json', 'deploy', 'a.json'],
  ])('%s', (url, bucket, key) => {
    expect(parseTemplateUrl(url)).toEqual({ bucket, key });
  });

  it('is refused when it names no object', () => {
    expect(() => parseTemplateUrl('nonsense')).toThrow('valid URL');
    expect(() => parseTemplateUrl('https://s3.amazonaws.com/deploy')).toThrow('valid S3 object');
  });
});
