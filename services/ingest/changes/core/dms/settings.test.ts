import { describe, expect, test } from 'vitest';
import { readDmsSettings } from './settings.ts';

const usual: Readonly<Record<string, string>> = {
  dmsHost: 'db.internal',
  dmsEngine: 'mysql',
  dmsPort: '',
  dmsDatabase: '',
  dmsSources: '',
  dmsSecretArn: '',
  dmsSubnetIds: 'subnet-00000000,subnet-11111111',
  dmsSecurityGroupIds: 'sg-00000000',
  dmsSsl: 'none',
  dmsCertificateArn: '',
  dmsMinCapacity: '1',
  dmsMaxCapacity: '4',
  dmsLobKilobytes: '1024',
  dmsBatchSeconds: '60',
};
const read = (given: Readonly<Record<string, string>>) =>
  readDmsSettings(async (name) => given[name] ?? usual[name] ?? expect.fail(`${name} is asked for`));

test('without a host there is nothing, whatever else is given', async () => {
  expect(await read({ dmsHost: '', dmsSubnetIds: '' })).toBeUndefined();
});

test('reads what the parameters come to, with the port of the engine', async () => {
  expect(await read({})).toEqual({
    ...{ engine: 'mysql', host: 'db.internal', port: 3306, database: undefined, secretArn: '', sources: [] },
    network: { subnetIds: ['subnet-00000000', 'subnet-11111111'], securityGroupIds: ['sg-00000000'] },
    ...{ sslMode: 'none', certificateArn: '', capacity: { least: 1, most: 4 }, lobKilobytes: 1024, batchSeconds: 60 },
  });
  expect(await read({ dmsEngine: 'postgres', dmsDatabase: 'shop', dmsSsl: 'require' })).toMatchObject({
    ...{ engine: 'postgres', port: 5432, database: 'shop', sslMode: 'require' },
  });
  expect(await read({ dmsPort: '3307', dmsSources: 'shop,crm' })).toMatchObject({
    port: 3307,
    sources: ['shop', 'crm'],
  });
});

describe('what DMS would refuse', () => {
  test.each([
    [{ dmsEngine: 'postgres' }, 'dmsDatabase', 'the name of the database'],
    [{ dmsSubnetIds: '', dmsSecurityGroupIds: '' }, 'dmsSubnetIds', 'at least two subnets'],
    [{ dmsSubnetIds: 'subnet-00000000' }, 'dmsSubnetIds', 'at least two subnets'],
    [{ dmsSecurityGroupIds: '' }, 'dmsSecurityGroupIds', 'given where dmsSubnetIds is'],
    [{ dmsSsl: 'require' }, 'dmsSsl', 'none, verify-ca or verify-full'],
    [{ dmsSsl: 'verify-full' }, 'dmsCertificateArn', 'given where dmsSsl is'],
    [{ dmsCertificateArn: 'arn:aws:dms:eu-west-1:123456789012:cert:A' }, 'dmsCertificateArn', 'and only there'],
    [{ dmsMinCapacity: '8' }, 'dmsMinCapacity', '4 (dmsMaxCapacity) at most'],
    [{ dmsSecretArn: 'shop' }, 'dmsSecretArn', 'the whole ARN'],
  ])('%j', async (given, name, said) => {
    await expect(read(given)).rejects.toThrow(`Parameter ${name} is`);
    await expect(read(given)).rejects.toThrow(said);
  });
});
