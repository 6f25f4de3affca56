import { describe, expect, test } from 'vitest';
import { checkFederated } from './check-catalog.ts';
import { connectorName } from './connector.ts';

const properties = {
  host: 'crm.internal',
  port: '3306',
  database: 'crm',
  SecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:crm/reader-AbC123',
  SubnetId: 'subnet-0123456789abcdef0',
  SecurityGroupIdList: ['sg-0123456789abcdef0'],
  spill_bucket: 'results',
};

const check = (changed: Readonly<Record<string, unknown>>, name = 'crm') =>
  checkFederated(name, {
    'connection-type': 'MYSQL',
    'connection-properties': JSON.stringify({ ...properties, ...changed }),
  });

describe('a FEDERATED catalog of a database', () => {
  test('is taken in the shape that AWS has, keys in any case', () => {
    check({});
    check({ spill_prefix: 'spill', JDBC_PARAMS: 'useSSL=true', disable_spill_encryption: 'false', port: 3306 });
  });

  test.each([
    [{ secret_name: 'crm' }, /secret_name/],
    [{ SecretArn: undefined }, /secretarn/],
    [{ SecretArn: 'crm' }, /ARN of a secret/],
    [{ SecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:crm' }, /ARN of a secret/],
    [{ SubnetId: undefined }, /subnetid/],
    [{ SubnetId: ['subnet-0123456789abcdef0'] }, /subnetid/],
    [{ SubnetIds: ['subnet-0123456789abcdef0'] }, /subnetids/],
    [{ SecurityGroupIdList: 'sg-0123456789abcdef0' }, /securitygroupidlist/],
    [{ SecurityGroupIdList: [] }, /securitygroupidlist/],
    [{ SecurityGroupIdList: ['default'] }, /ID of a security group/],
    [{ host: '' }, /host/],
    [{ spill_bucket: undefined }, /spill_bucket/],
  ])('with %j is refused, and the error says which', (changed, message) => {
    expect(() => check(changed)).toThrow(expect.objectContaining({ code: 'InvalidRequestException' }));
    expect(() => check(changed)).toThrow(message);
  });

  test('is refused where the connector could not have its name', () => {
    expect(() => check({}, 'Crm')).toThrow('at most 41');
    expect(() => check({}, 'c'.repeat(42))).toThrow('at most 41');
    expect(connectorName('crm-dev@x')).toBe('athenafederatedcatalog_crm_dev_x');
  });

  test.each([
    [{ 'connection-arn': 'a', 'connection-type': 'MYSQL' }, 'not both'],
    [{ 'connection-type': 'MYSQL', 'connection-properties': 'no JSON' }, 'no JSON object'],
    [{ 'connection-type': 'MYSQL', 'connection-properties': '{}', function: 'f' }, 'Parameter function'],
    [{ 'connection-arn': 'arn:aws:glue:eu-west-1:123456789012:connection/c' }, 'does not cover'],
    [{ 'connection-type': 'ORACLE', 'connection-properties': '{}' }, 'does not cover'],
    [{ 'connection-type': 'constructor', 'connection-properties': '{}' }, 'does not cover'],
  ])('of the parameters %j is refused', (parameters, message) => {
    expect(() => checkFederated('crm', parameters)).toThrow(message);
  });
});
