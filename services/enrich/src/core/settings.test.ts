import { describe, expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const none: Readonly<Record<string, string>> = {
  'param:crmEngine': 'MYSQL',
  'param:crmHost': '',
  'param:crmPort': '',
  'param:crmDatabase': 'crm',
  'param:crmSchema': '',
  'param:crmSecretArn': '',
  'param:crmSubnetId': '',
  'param:crmSecurityGroupIds': '',
  'self:custom.names.crmCatalog': 'crm',
  'self:custom.names.athenaBucket': 'results',
};
const network = { 'param:crmSubnetId': 'subnet-01234567', 'param:crmSecurityGroupIds': 'sg-01234567, sg-89abcdef' };
const crm = { ...none, ...network, 'param:crmHost': 'crm.internal' };
const read = (given: Readonly<Record<string, string>>) => readSettings(async (address) => given[address]);

describe('the settings of the CRM', () => {
  test("are AWS's keys of a connection, with the secret that the stack makes", async () => {
    const { connectionProperties, ...rest } = await read(crm);
    expect(JSON.parse(connectionProperties)).toEqual({
      host: 'crm.internal',
      port: '3306',
      database: 'crm',
      SecretArn: `\${CrmSecret}`,
      SubnetId: 'subnet-01234567',
      SecurityGroupIdList: ['sg-01234567', 'sg-89abcdef'],
      spill_bucket: 'results',
      spill_prefix: 'spill',
    });
    expect(rest).toEqual({ engine: 'MYSQL', secret: 'own', connector: 'athenafederatedcatalog_crm', schema: 'crm' });
  });

  test('of a PostgreSQL with a secret of its own have its port and its schema', async () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:crm-AbC123';
    const settings = await read({ ...crm, 'param:crmEngine': 'POSTGRESQL', 'param:crmSecretArn': arn });
    expect(JSON.parse(settings.connectionProperties)).toMatchObject({ port: '5432', SecretArn: arn });
    expect(settings).toMatchObject({ secret: 'existing', schema: 'public' });
  });

  test('without a host need no network, and make no secret', async () => {
    expect(await read(none)).toMatchObject({ secret: 'none' });
  });

  test('name the connector as Athena does', async () => {
    const { connector } = await read({ ...crm, 'self:custom.names.crmCatalog': 'crm-dev@x' });
    expect(connector).toBe('athenafederatedcatalog_crm_dev_x');
  });

  test.each([
    ['param:crmHost', 'jdbc:mysql://crm', 'crmHost'],
    ['param:crmPort', 'mysql', 'crmPort'],
    ['param:crmDatabase', '', 'crmDatabase'],
    ['param:crmEngine', 'mysql', 'crmEngine'],
    ['param:crmSubnetId', '', 'crmSubnetId'],
    ['param:crmSubnetId', 'subnet-01234567,subnet-89abcdef', 'crmSubnetId'],
    ['param:crmSecurityGroupIds', 'default', 'crmSecurityGroupIds'],
    ['param:crmSecretArn', 'crm', 'crmSecretArn'],
    ['self:custom.names.crmCatalog', 'Crm', 'crmCatalog'],
  ])('%s: %j is refused by its name', async (address, value, named) => {
    await expect(read({ ...crm, [address]: value })).rejects.toThrow(new RegExp(`^Parameter ${named} is `));
  });

  test('a host without a network is refused: the connector runs in a VPC', async () => {
    await expect(read({ ...none, 'param:crmHost': 'crm.internal' })).rejects.toThrow('given where crmHost is');
  });
});
