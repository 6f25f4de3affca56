import { type Correction, correction, correctionsPrefix } from '@tributary/shared/corrections.ts';
import { objectCreated } from '@tributary/shared/events.ts';
import { changeOfTable } from '@tributary/shared/jobs/causes.ts';
import type { NewUnit } from '@tributary/shared/jobs/unit.ts';
import type { Enrichment } from './enrichment.ts';
import { sourceObject } from './source-object.ts';
import { hourUnit, objectUnit } from './units.ts';

export type EnrichmentWork = { readonly table: string; readonly units: readonly NewUnit[] };

/** An object of a source table lies in no hour's folder: where its rows are could not be told later. */
export class NoHourError extends Error {
  override readonly name = 'NoHourError';
}

/** What S3 tells: a new object, and, where it is one of the corrections, that there is one to be read. */
export type Told = {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
  readonly stamp: string;
  readonly isCorrection: boolean;
};

/** Reads `Object Created`; throws at anything else. The same object in the same version has the same stamp. */
export function readTold(body: unknown): Told {
  const { bucket, object } = objectCreated.parse(body).detail;
  const { key, size = 0, sequencer = '', etag = '', 'version-id': version = '' } = object;
  return {
    bucket: bucket.name,
    key,
    bytes: size,
    stamp: [version, sequencer, etag].join(' '),
    isCorrection: key.startsWith(correctionsPrefix),
  };
}

/** What a new object is to the enrichments of its table. */
export function workOfObject(enrichments: readonly Enrichment[], told: Told, now: number): readonly EnrichmentWork[] {
  const { bucket, key, bytes, stamp } = told;
  const concerned = enrichments.filter(({ source }) => key.startsWith(`lake/${source}/`) && bytes > 0);
  return concerned.map(({ table, source }) => {
    const object = sourceObject(bucket, key);
    if (!object) throw new NoHourError(`${key} is in no folder year=…/month=…/day=…/hour=…`);
    const why = [changeOfTable(`lake.${source}`)];
    return { table, units: [{ ...objectUnit({ ...object, bytes, stamp }, now), why }] };
  });
}

/** What a correction is to the enrichments of its table: each hour in which a file is gone, or another one, is computed anew. */
export function workOfCorrection(
  enrichments: readonly Enrichment[],
  { content, stamp, now }: { readonly content: unknown; readonly stamp: string; readonly now: number },
): readonly EnrichmentWork[] {
  const { database, table: source, removed, written }: Correction = correction.parse(content);
  const hours = new Map([...removed, ...written].map((key) => hourEntry(key)));
  const why = [changeOfTable(`lake.${source}`)];
  return enrichments
    .filter((each) => database === 'lake' && each.source === source)
    .map(({ table }) => ({
      table,
      units: [...hours.values()].map((hour) => ({ ...hourUnit(hour, stamp, now), why })),
    }));
}

function hourEntry(key: string): readonly [number, Date] {
  const object = sourceObject('', key);
  if (!object) throw new NoHourError(`${key} is in no folder year=…/month=…/day=…/hour=…`);
  return [object.hour.getTime(), object.hour];
}
