import { readFileSync } from 'node:fs';
import { placeOf } from '@tributary/catalog/tables/core/place.ts';
import { readTables } from '@tributary/catalog/tables/core/tables-file.ts';
import { serviceNames } from '@tributary/cli/service-names.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { packageService } from './package-service.ts';
import { byType, type Resource } from './template.ts';

const rule = z.object({
  Id: z.string(),
  Prefix: z.string().default(''),
  Transitions: z.array(z.object({ StorageClass: z.string() })).default([]),
  ExpirationInDays: z.unknown().optional(),
});

type Rule = z.infer<typeof rule>;

/** The rules of a bucket, those of branches that are off among them. */
function rulesOf({ properties }: Resource): readonly Rule[] {
  const { Rules: all } = z.object({ Rules: z.array(z.unknown()) }).parse(properties.LifecycleConfiguration);
  const Rules = all.filter((each) => JSON.stringify(each) !== '{"Ref":"AWS::NoValue"}');
  return Rules.map((each) => z.object({ 'Fn::If': z.tuple([z.string(), rule, z.unknown()]) }).safeParse(each)).map(
    ({ data }, at) => data?.['Fn::If'][1] ?? rule.parse(Rules[at]),
  );
}

const unreadable = ['GLACIER', 'DEEP_ARCHIVE'];

/** Rules after which Athena no longer reads what they are for. */
function hiding(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(
    ({ Transitions, ExpirationInDays }) =>
      ExpirationInDays !== undefined || Transitions.some(({ StorageClass }) => unreadable.includes(StorageClass)),
  );
}

const tables = readTables(readFileSync(new URL('../../services/catalog/tables.yml', import.meta.url), 'utf8'), 'dev');

/** Where the data of tables lies: declared, found by their Parquet files, made by statements. */
const tablePrefixes = [...Object.values(tables).map(({ prefix }) => prefix.replace(/\{.*/, '')), 'lake/', 'iceberg/'];
/** What functions read of events long ago, and what replay delivers again; of databases also what nobody has declared yet. */
const readPrefixes = [
  ...tablePrefixes,
  ...['parked/', 'failed/', 'replay/', 'raw/db/'],
  // Files are read again when types change; what retype and reconcile know of them
  ...['raw/files/', 'raw/saas/', 'attempts/', 'retypes/', 'reconciles/'],
];

const isUnder = (a: string, b: string) => a.startsWith(b) || b.startsWith(a);

describe('what becomes of objects with time', () => {
  let buckets: readonly Resource[];
  beforeAll(async () => {
    const packaged = await Promise.all(serviceNames.map((service) => packageService(service, 'dev')));
    buckets = packaged
      .flatMap(({ template }) => byType(template.Resources, 'AWS::S3::Bucket'))
      .filter(({ id }) => id !== 'ServerlessDeploymentBucket');
  }, 180_000);

  test('hides nothing from the tables: only results go, and only what no table reads is archived', () => {
    const rules = buckets.filter(({ id }) => id !== 'ResultsBucket').flatMap((bucket) => hiding(rulesOf(bucket)));
    expect(rules.length).toBeGreaterThan(0);
    for (const { Id, Prefix } of rules) {
      expect(
        readPrefixes.filter((prefix) => isUnder(prefix, Prefix)),
        `${Id}: ${Prefix}`,
      ).toEqual([]);
      for (const file of ['x.parquet', 'x.json', 'year=2026/month=11/day=20/hour=13/x.parquet'])
        expect(placeOf(`${Prefix}${file}`, tables), `${Id}: ${Prefix}${file}`).toBeUndefined();
    }
  });

  test('ends uploads that nobody finished, in every bucket', () => {
    expect(buckets.map(({ id }) => id).toSorted()).toEqual(['LakeBucket', 'RawBucket', 'ResultsBucket']);
    for (const bucket of buckets) {
      expect(JSON.stringify(bucket.properties.LifecycleConfiguration), bucket.id).toContain('DaysAfterInitiation');
    }
  });

  test('keeps the versions of raw/logs/, each of which is parsed, and of raw/db/, which generations follow from', () => {
    const raw = buckets.find(({ id }) => id === 'RawBucket');
    const { Rules } = z.object({ Rules: z.array(z.unknown()) }).parse(raw?.properties.LifecycleConfiguration);
    const dropping = Rules.map((each) => JSON.stringify(each)).filter((text) => text.includes('NoncurrentDays'));
    expect(dropping.length).toBeGreaterThan(0);
    for (const text of dropping) expect(text).toMatch(/"Prefix":"(?:raw\/(?:events|facts|stats)|replay)\/"/);
  });
});
