import { expect, test } from 'vitest';
import { settings, sourcesWith } from './dms-for-tests.ts';
import { dmsResources } from './dms-resources.ts';

const names = { name: 'tributary-ingest-dev', secretName: 'tributary/dev/dms' };
const resourcesOf = (more: string, changed: Partial<typeof settings> = {}): Readonly<Record<string, object>> =>
  dmsResources(sourcesWith(more), { ...settings, ...changed }, names);

test('a source has a target and a replication of its own; the database, its secret and the network are there once', () => {
  expect(Object.keys(resourcesOf('header: false'))).toEqual([
    'DmsSecret',
    'DmsSecretRole',
    'DmsTargetRole',
    'DmsSourceEndpoint',
    'DmsSubnetGroup',
    'DmsTargetShop',
    'DmsReplicationShop',
    'DmsTargetCrmDashEu',
    'DmsReplicationCrmDashEu',
    'DmsReplicationShopSourceLate',
    'DmsReplicationShopTargetLate',
    'DmsReplicationCrmDashEuSourceLate',
    'DmsReplicationCrmDashEuTargetLate',
    'DmsFailed',
    'Dms',
  ]);
  expect(Object.keys(resourcesOf('header: false', { sources: ['crm-eu'] }))).not.toContain('DmsTargetShop');
});

test('the target writes what changes.yml says', () => {
  const written = [
    'header: true',
    'op_in_loads: true',
    'timestamp: at',
    String.raw`"null": '\N'`,
    "delimiter: ';'",
    String.raw`newline: "\r\n"`,
    'quotes: false',
    'folder: raw/db/s',
  ];
  const all = resourcesOf(written.join('\n    '));
  expect(all.DmsTargetShop).toMatchObject({
    Properties: {
      EndpointIdentifier: 'tributary-ingest-dev-shop-target',
      S3Settings: {
        ...{ BucketFolder: 'raw/db/s', AddColumnName: true, IncludeOpForFullLoad: true, TimestampColumnName: 'at' },
        ...{ CsvNullValue: '\\N', CsvDelimiter: ';', CsvRowDelimiter: '\r\n', Rfc4180: false, CdcMaxBatchInterval: 60 },
        ...{ DatePartitionEnabled: true, CompressionType: 'gzip' },
      },
    },
  });
  expect(resourcesOf('header: false').DmsTargetShop).toMatchObject({
    Properties: {
      S3Settings: { AddColumnName: false, IncludeOpForFullLoad: false, CsvNullValue: 'NULL', Rfc4180: true },
    },
  });
  expect(JSON.stringify(resourcesOf('header: false').DmsTargetShop)).not.toMatch(/TimestampColumnName|CdcPath/);
});

test('transactions go to their folder, which DMS wants below the tables', () => {
  expect(resourcesOf('transactions: raw/db/shop-transactions').DmsTargetShop).toMatchObject({
    Properties: { S3Settings: { PreserveTransactions: true, CdcPath: 'shop-transactions' } },
  });
  expect(() => resourcesOf('folder: raw/db/shop\n    transactions: raw/db/other')).toThrow(
    'sources.shop.transactions: DMS can write to a folder below raw/db/shop/ only',
  );
});

test('the rules take the declared tables, literally, and add the columns that the source names', () => {
  const mappingsOf = (more: string) =>
    Object.entries(resourcesOf(more)).find(([id]) => id === 'DmsReplicationShop')?.[1];
  const lines = { 'schema-name': 'shop', 'table-name': 'order[_]lines' };
  const moves = { 'schema-name': 'shop', 'table-name': 'moves' };
  const selection = { 'rule-type': 'selection', 'rule-action': 'include' };
  const column = { 'rule-type': 'transformation', 'rule-target': 'column' };
  expect(mappingsOf('sequence: dms_seq\n    before_image: BI_')).toMatchObject({
    Properties: {
      TableMappings: {
        rules: [
          { 'rule-id': '1', 'rule-name': '1', ...selection, 'object-locator': lines },
          { 'rule-id': '2', ...selection, 'object-locator': moves },
          {
            ...{ 'rule-id': '3', ...column, 'rule-action': 'add-column', 'object-locator': lines },
            ...{ value: 'dms_seq', expression: '$AR_H_CHANGE_SEQ', 'data-type': { type: 'string', length: 50 } },
          },
          { 'rule-id': '4', ...column, 'rule-action': 'add-column', 'object-locator': moves },
          {
            ...{ 'rule-id': '5', ...column, 'rule-action': 'add-before-image-columns', 'object-locator': lines },
            'before-image-def': { 'column-prefix': 'BI_', 'column-suffix': '', 'column-filter': 'pk-only' },
          },
        ],
      },
    },
  });
  expect(mappingsOf('header: false')).toMatchObject({
    Properties: { TableMappings: { rules: [selection, selection] } },
  });
});

test('nothing is lost without a word, and nothing in the bucket is deleted', () => {
  expect(resourcesOf('header: false').DmsReplicationShop).toMatchObject({
    Properties: {
      ReplicationType: 'full-load-and-cdc',
      ReplicationSettings: {
        TargetMetadata: { LimitedSizeLobMode: true, LobMaxSize: 1024 },
        FullLoadSettings: { TargetTablePrepMode: 'DO_NOTHING' },
        ChangeProcessingDdlHandlingPolicy: { HandleSourceTableDropped: false, HandleSourceTableTruncated: false },
        ErrorBehavior: {
          DataErrorPolicy: 'STOP_TASK',
          DataTruncationErrorPolicy: 'STOP_TASK',
          TableErrorPolicy: 'STOP_TASK',
        },
      },
    },
  });
});

test('an existing secret is used and none made; PostgreSQL has a database', () => {
  const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbC123';
  const all = resourcesOf('header: false', { secretArn, engine: 'postgres', database: 'shop' });
  expect(Object.keys(all)).not.toContain('DmsSecret');
  expect(all.DmsSourceEndpoint).toMatchObject({
    Properties: {
      EngineName: 'postgres',
      DatabaseName: 'shop',
      PostgreSqlSettings: { SecretsManagerSecretId: secretArn },
    },
  });
  expect(JSON.stringify(all.DmsSecretRole)).toContain(secretArn);
  expect(resourcesOf('header: false').DmsSourceEndpoint).toMatchObject({
    Properties: { EngineName: 'mysql', MySqlSettings: { SecretsManagerSecretId: { Ref: 'DmsSecret' } } },
  });
});

test('what DMS cannot do as it is declared is told', () => {
  expect(() => resourcesOf('op: Operation')).toThrow('changes.yml: sources.shop.op: DMS calls that column Op');
  expect(() => resourcesOf('header: false', { sources: ['shop', 'web'] })).toThrow(
    "Parameter dmsSources is 'shop,web': it must be of the sources of changes.yml: shop, crm-eu",
  );
  expect(() => dmsResources([], settings, names)).toThrow('declares no source');
});
