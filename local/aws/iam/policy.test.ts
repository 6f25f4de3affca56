import { describe, expect, it } from 'vitest';
import { compilePolicy, type PolicyRequest } from './policy.ts';

const request = (action: string, resource: string, context: Record<string, string[]> = {}): PolicyRequest => ({
  action,
  resource,
  context: new Map(Object.entries(context)),
  principal: { arns: ['arn:aws:iam::000000000000:role/reader'], account: '000000000000' },
});

const allow = (statement: Record<string, unknown>) =>
  compilePolicy({ Statement: { Effect: 'Allow', Action: '*', Resource: '*', ...statement } });

describe('actions and resources', () => {
  it('match wildcards, actions in any case and resources exactly', () => {
    const policy = allow({ Action: ['s3:Get*'], Resource: 'arn:aws:s3:::raw/*' });
    expect(policy(request('s3:getobject', 'arn:aws:s3:::raw/a/b'))).toBe('allow');
    expect(policy(request('s3:GetObject', 'arn:aws:s3:::RAW/a'))).toBe('none');
    expect(policy(request('s3:PutObject', 'arn:aws:s3:::raw/a'))).toBe('none');
  });

  it('take NotAction and NotResource as everything else', () => {
    const policy = allow({ Action: undefined, NotAction: 'iam:*', Resource: undefined, NotResource: 'arn:secret' });
    expect(policy(request('s3:GetObject', 'arn:open'))).toBe('allow');
    expect(policy(request('iam:GetRole', 'arn:open'))).toBe('none');
    expect(policy(request('s3:GetObject', 'arn:secret'))).toBe('none');
  });

  it('let an explicit deny win over any allow', () => {
    const policy = compilePolicy({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 's3:Delete*', Resource: '*' },
      ],
    });
    expect(policy(request('s3:DeleteObject', 'x'))).toBe('deny');
    expect(policy(request('s3:GetObject', 'x'))).toBe('allow');
  });

  it('fill policy variables in, literally, and match nothing when one has no value', () => {
    const policy = allow({ Resource: `arn:aws:s3:::home/\${aws:username}/*` });
    expect(policy(request('s3:GetObject', 'arn:aws:s3:::home/ann/x', { 'aws:username': ['ann'] }))).toBe('allow');
    expect(policy(request('s3:GetObject', 'arn:aws:s3:::home/bob/x', { 'aws:username': ['*'] }))).toBe('none');
    expect(policy(request('s3:GetObject', 'arn:aws:s3:::home/ann/x'))).toBe('none');
  });
});

describe('principals', () => {
  const trust = (principal: unknown) =>
    compilePolicy({ Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }] });
  const ask = request('sts:AssumeRole', 'arn');

  it('name everyone, a role, or the account, which then decides by its own policies', () => {
    expect(trust('*')(ask)).toBe('allow');
    expect(trust({ AWS: 'arn:aws:iam::000000000000:role/reader' })(ask)).toBe('allow');
    expect(trust({ AWS: ['000000000000'] })(ask)).toBe('delegate');
    expect(trust({ AWS: 'arn:aws:iam::000000000000:root' })(ask)).toBe('delegate');
    expect(trust({ AWS: 'arn:aws:iam::000000000000:role/other' })(ask)).toBe('none');
  });

  it('name an AWS service, which is not everyone in the account', () => {
    const service = { ...ask, principal: { arns: [], service: 'lambda.amazonaws.com' } };
    expect(trust({ Service: ['lambda.amazonaws.com'] })(service)).toBe('allow');
    expect(trust({ Service: 'events.amazonaws.com' })(service)).toBe('none');
    expect(trust({ AWS: '000000000000' })(service)).toBe('none');
  });
});

describe('conditions', () => {
  const holds = (condition: unknown, context: Readonly<Record<string, string[]>>) =>
    allow({ Condition: condition })(request('a:B', 'x', context)) === 'allow';

  it.each<[unknown, Readonly<Record<string, string[]>>, boolean]>([
    [{ StringEquals: { 'aws:SourceAccount': '1' } }, { 'aws:sourceaccount': ['1'] }, true],
    [{ StringEquals: { k: '1' } }, {}, false],
    [{ StringEqualsIfExists: { k: '1' } }, {}, true],
    [{ StringNotEquals: { k: ['1', '2'] } }, { k: ['2'] }, false],
    [{ StringNotEquals: { k: '1' } }, {}, true],
    [{ StringLike: { k: 'a*c' } }, { k: ['abc'] }, true],
    [{ StringEqualsIgnoreCase: { k: 'ABC' } }, { k: ['abc'] }, true],
    [
      { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } },
      { 'aws:sourcearn': ['arn:aws:events:e:0:rule/r'] },
      true,
    ],
    [{ ArnNotEquals: { k: 'arn:a' } }, { k: ['arn:a'] }, false],
    [{ NumericLessThan: { k: '10' } }, { k: ['9'] }, true],
    [{ NumericGreaterThanEquals: { k: 10 } }, { k: ['9'] }, false],
    [{ DateLessThan: { k: '2030-01-01T00:00:00Z' } }, { k: ['2026-01-01T00:00:00Z'] }, true],
    [{ Bool: { k: true } }, { k: ['true'] }, true],
    [{ Bool: { k: 'false' } }, { k: ['true'] }, false],
    [{ IpAddress: { k: '10.0.0.0/8' } }, { k: ['10.1.2.3'] }, true],
    [{ NotIpAddress: { k: '10.0.0.0/8' } }, { k: ['10.1.2.3'] }, false],
    [{ Null: { k: 'true' } }, {}, true],
    [{ Null: { k: 'false' } }, {}, false],
    [{ 'ForAnyValue:StringEquals': { k: ['a', 'b'] } }, { k: ['x', 'b'] }, true],
    [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['x', 'b'] }, false],
    [{ 'ForAllValues:StringEquals': { k: 'a' } }, {}, true],
    [{ 'ForAnyValue:StringEquals': { k: 'a' } }, {}, false],
  ])('%j with %j is %s', (condition, context, expected) => {
    expect(holds(condition, context)).toBe(expected);
  });
});

describe('what is not a policy', () => {
  it.each([
    ['{', 'not JSON'],
    [{ Statement: [{ Effect: 'Maybe', Action: '*', Resource: '*' }] }, 'Effect'],
    [{ Statement: [{ Effect: 'Allow', Resource: '*' }] }, 'Action or NotAction'],
    [{ Statement: [{ Effect: 'Allow', Action: '*', Ressource: '*' }] }, 'Ressource'],
    [{ Statement: [{ Effect: 'Allow', Action: '*', Condition: { StringEqual: { a: 'b' } } }] }, 'StringEqual'],
  ])('%j is MalformedPolicyDocument saying %s', (document, text) => {
    expect(() => compilePolicy(document)).toThrow(
      expect.objectContaining({ code: 'MalformedPolicyDocument', message: expect.stringContaining(text) }),
    );
  });
});
