import { describe, expect, test } from 'vitest';
import { readConnectionNetwork, readNetwork } from './network.ts';
import { checkSecretArn } from './secret-arn.ts';

const subnets = (value: string) => ({ name: 'subnetIds', value });
const groups = (value: string) => ({ name: 'securityGroupIds', value });

describe('the network of a function', () => {
  test('is none where both lists are empty', () => {
    expect(readNetwork(subnets(''), groups(' '))).toBeUndefined();
  });

  test('is what the lists hold, whatever spaces are in them', () => {
    expect(readNetwork(subnets('subnet-0a1b2c3d, subnet-0123456789abcdef0'), groups('sg-0123456789abcdef0'))).toEqual({
      subnetIds: ['subnet-0a1b2c3d', 'subnet-0123456789abcdef0'],
      securityGroupIds: ['sg-0123456789abcdef0'],
    });
  });

  test.each([
    ['subnet-xyz', 'sg-01234567', 'subnetIds'],
    ['subnet-01234567', 'subnet-01234567', 'securityGroupIds'],
    ['subnet-01234567', '', 'securityGroupIds'],
    ['', 'sg-01234567', 'subnetIds'],
    [Array(17).fill('subnet-01234567').join(), 'sg-01234567', 'subnetIds'],
    ['subnet-01234567', Array(6).fill('sg-01234567').join(), 'securityGroupIds'],
  ])('%s and %s: the error names the parameter', (some, others, named) => {
    expect(() => readNetwork(subnets(some), groups(others))).toThrow(new RegExp(`^Parameter ${named} is `));
  });

  test('of a connection has one subnet', () => {
    const two = subnets('subnet-01234567,subnet-89abcdef');
    expect(() => readConnectionNetwork(two, groups('sg-01234567'))).toThrow('one subnet ID');
  });
});

describe('the ARN of an existing secret', () => {
  const check = (value: string) => checkSecretArn({ name: 'crmSecretArn', value });

  test('is whole, or not given', () => {
    expect(check('')).toBe('');
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:crm/reader-AbC123';
    expect(check(arn)).toBe(arn);
  });

  test.each(['crm/reader', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:crm', 'arn:aws:s3:::crm-AbC123'])(
    '%s is refused by the name of the parameter',
    (value) => {
      expect(() => check(value)).toThrow(/^Parameter crmSecretArn is /);
    },
  );
});
