import { readFileSync } from 'node:fs';
import type { Unit } from '@tributary/shared/jobs/unit.ts';
import { describe, expect, test } from 'vitest';
import { type EnrichmentSettings, enrichmentTarget } from './enrichment-target.ts';
import { readEnrichment } from './read-enrichment.ts';
import { type Arrival, hoursOf, hourUnit, objectsOf, objectUnit } from './units.ts';

const file = 'integration_requests.sql';
const enrichment = readEnrichment(file, readFileSync(new URL(`../../enrichments/${file}`, import.meta.url), 'utf8'));

const present = new Set<string>();

const settings = (unregistered: readonly Date[] = []): EnrichmentSettings => ({
  names: { lakeDatabase: 'lake', crmCatalog: 'crm', crmDatabase: 'sales' },
  lakeBucket: 'bucket',
  gatherSeconds: 60,
  keep: { snapshotSeconds: 86_400, metadataFiles: 50 },
  optimizeAfterMs: 1_000,
  vacuumAfterMs: 2_000,
  tableExists: async (table) => present.has(table),
  unregistered: async (_, hours) =>
    new Set(
      hours.map((hour) => hour.getTime()).filter((at) => unregistered.some((missing) => missing.getTime() === at)),
    ),
});

const hour = (text: string) => new Date(`2026-11-20T${text}:00:00Z`);
const arrival = (name: string, at: string): Arrival => ({
  bucket: 'bucket',
  key: `lake/haproxy_requests/year=2026/month=11/day=20/hour=${at}/${name}.parquet`,
  hour: hour(at),
  partitions: [],
  bytes: 10,
  stamp: 's',
});
const waiting = (unit: {
  readonly id: string;
  readonly lane: string;
  readonly partition?: string | undefined;
}): Unit => ({
  ...unit,
  version: 'v',
  dueAt: 0,
});
const object = (name: string, at: string) => waiting(objectUnit(arrival(name, at), 0));
const hourOf = (at: string) => waiting(hourUnit(hour(at), 's', 0));

describe('an enriched table', () => {
  const { lanes, table } = enrichmentTarget(enrichment, settings());

  test('tells objects and hours by the ids of its units', () => {
    const units = [object('a', '13'), hourOf('14')];
    expect(objectsOf(units)).toMatchObject([{ bucket: 'bucket', hour: hour('13') }]);
    expect(hoursOf(units)).toEqual([hour('14')]);
    expect(units.map(({ partition }) => partition)).toEqual(['2026-11-20', '2026-11-20']);
  });

  test('takes objects along whose hour is computed anew', () => {
    const [a, b] = [object('a', '13'), object('b', '14')];
    expect(lanes.hours?.along?.([hourOf('13')], [a, b, hourOf('13')])).toEqual([a]);
    expect(lanes.hours?.statement([hourOf('13'), a])).not.toContain('$path');
  });

  test('waits for the catalog to know an hour: else it would read as empty', async () => {
    const target = enrichmentTarget(enrichment, settings([hour('13')]));
    const units = [object('a', '13'), object('b', '14')];
    expect(await target.lanes.objects?.unready?.(units)).toEqual(new Set([units[0]?.id]));
    expect(await target.lanes.hours?.unready?.([hourOf('13'), hourOf('15')])).toEqual(new Set(['hour:2026-11-20T13']));
  });

  test('tells the days it touched, and has them joined and cleaned up later', () => {
    const taken = [object('a', '13'), object('b', '14')];
    expect(lanes.objects?.update?.(taken)).toEqual({ cause: 'rows', partitions: ['2026-11-20'] });
    expect(lanes.hours?.after?.(taken, 100)).toEqual([
      { id: 'optimize:2026-11-20', lane: 'optimize', dueAt: 1_100, partition: '2026-11-20' },
      { id: 'vacuum', lane: 'vacuum', dueAt: 2_100 },
    ]);
    expect(lanes.optimize?.statement([{ ...object('a', '13'), id: 'optimize:2026-11-20' }])).toBe(
      `OPTIMIZE lake.integration_requests REWRITE DATA USING BIN_PACK WHERE (request_date >= TIMESTAMP '2026-11-20 00:00:00' AND request_date < TIMESTAMP '2026-11-21 00:00:00')`,
    );
    expect(lanes.vacuum?.statement([])).toBe('VACUUM lake.`integration_requests`');
    expect(table?.create).toContain("'vacuum_max_snapshot_age_seconds' = '86400'");
  });
});

describe('an enrichment that reads the lake', () => {
  const text = readFileSync(new URL(`../../enrichments/${file}`, import.meta.url), 'utf8');
  const local = readEnrichment(
    file,
    text
      .replaceAll('{{crm}}.integrations', '{{lake}}.crm_integrations_current')
      .replaceAll('{{crm}}.accounts', '{{ lake }}."crm_accounts_current"'),
  );

  test('says what it reads, and whether that is in the CRM', () => {
    expect(local).toMatchObject({
      reads: ['crm_integrations_current', 'crm_accounts_current'],
      readsCrm: false,
    });
    expect(enrichment).toMatchObject({ reads: [], readsCrm: true });
  });

  test('waits until what it reads is there, and reads it from the lake', async () => {
    const { lanes } = enrichmentTarget(local, settings());
    const units = [object('a', '13')];
    present.add('crm_accounts_current');
    expect(await lanes.objects?.unready?.(units)).toEqual(new Set(units.map(({ id }) => id)));
    present.add('crm_integrations_current');
    expect(await lanes.objects?.unready?.(units)).toEqual(new Set());
    expect(lanes.objects?.statement(units)).toContain('FROM "lake".crm_integrations_current');
  });
});
