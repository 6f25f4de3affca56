import { describe, expect, test } from 'vitest';
import type { Copied } from './copy.ts';
import { egress } from './egress.ts';
import { readEgressSettings } from './settings.ts';

/** With a variable of CloudFormation's. */
const lakeBucket = `acme-lake-dev-${'$'}{AWS::AccountId}`;
const settingsOf = (datasets: readonly Copied[], given: Readonly<Record<string, string>> = {}) =>
  readEgressSettings(datasets, async (address) =>
    address.startsWith('param:') ? (given[address.slice('param:'.length)] ?? '') : lakeBucket,
  );
const dataset = (...to: readonly object[]) => ({
  table: 'usage',
  columns: { day: 'date' } as const,
  key: ['day'],
  egress: egress.parse(to),
});
const mysql = { to: 'mysql', table: 'usage', secret: 'reporting/mysql' };

describe('what copies come to in the template', () => {
  test('is nothing but a rule that never holds where nothing is copied', async () => {
    expect(await settingsOf([dataset()])).toEqual({ tables: ['-'], vpc: false, secrets: [], folders: [] });
  });

  test('is each secret and each folder, and no other', async () => {
    const settings = await settingsOf([
      dataset(mysql, { ...mysql, name: 'b', table: 'other' }, { to: 's3', prefix: 'x' }),
    ]);
    expect(settings.tables).toEqual(['usage']);
    expect(JSON.stringify(settings.secrets)).toContain('secret:reporting/mysql-??????"}]');
    expect(JSON.stringify(settings.folders)).toContain(`:s3:::${lakeBucket}/egress/x/*"}]`);
  });

  test('is another bucket where its parameter names one', async () => {
    const elsewhere = dataset({ to: 's3', prefix: 'x', bucket: 'other' });
    await expect(settingsOf([elsewhere])).rejects.toThrow('egressBucket');
    const { folders } = await settingsOf([elsewhere], { egressBucket: 'partner' });
    expect(folders.map(({ Resource }) => JSON.stringify(Resource))).toEqual([
      expect.stringContaining(':s3:::partner/x/*'),
      expect.stringContaining(':s3:::partner"'),
    ]);
  });

  test('is a network of both parameters', async () => {
    const inside = {
      egressSubnetIds: 'subnet-0123456789abcdef0',
      egressSecurityGroupIds: 'sg-0123456789abcdef0',
    };
    expect((await settingsOf([], inside)).vpc).toEqual({
      subnetIds: ['subnet-0123456789abcdef0'],
      securityGroupIds: ['sg-0123456789abcdef0'],
    });
    await expect(settingsOf([], { ...inside, egressSecurityGroupIds: '' })).rejects.toThrow('egressSecurityGroupIds');
  });

  test('is a rule for any table where names have no room in one', async () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      ...dataset({ to: 's3', prefix: `x${at}` }),
      table: `a_table_with_a_long_name_${at}`,
    }));
    expect((await settingsOf(many)).tables).toEqual([{ prefix: '' }]);
  });
});
