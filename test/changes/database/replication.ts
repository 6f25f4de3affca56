import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ListObjectVersionsOutput } from '@aws-sdk/client-s3';
import type { Changes } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { withSession } from '@tributary/local/aws/dms/mysql/server.ts';
import { openProgress } from '@tributary/local/aws/dms/progress.ts';
import type { Replication } from '@tributary/local/aws/dms/replicate.ts';
import { startCloud } from '@tributary/local/cloud.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { z } from 'zod';
import { eventually } from '../../harness/eventually.ts';

const bucket = 'raw';
const batchMs = 800;
/** Loads come in several files. */
const maxFileSize = 60_000;
const logs = z.object({ File: z.string(), Position: z.coerce.number() });

/** A file as it came, and when. */
export type RawFile = { readonly key: string; readonly body: Buffer; readonly arrivedAt: number };

/** The local DMS, which follows a database into a bucket of its own that keeps versions. */
export async function startReplication(url: string, { sources }: Changes) {
  const stateDir = mkdtempSync(join(tmpdir(), 'dms-truth-'));
  const running = await startCloud({ stateDir, port: 0 });
  const { cloud } = running;
  await cloud.call(admin, 's3', 'CreateBucket', { Bucket: bucket });
  await cloud.call(admin, 's3', 'PutBucketVersioning', {
    Bucket: bucket,
    VersioningConfiguration: { Status: 'Enabled' },
  });
  const file = join(stateDir, 'dms', 'progress.json');
  const progress = openProgress(file);
  const endpoints = sources.map(({ name, folder, format, tables }) => ({
    ...{ name, folder, format: { ...format, gzip: format.header, dateFolders: format.header } },
    tables: tables.map(({ schema, table, key }) => ({ schema, table, key: key.map((column) => column.name) })),
  }));
  const tableCount = endpoints.flatMap(({ tables }) => tables).length;
  const told: string[] = [];
  let replication: Replication | undefined;

  return {
    ...{ running, told },
    /** Begins a full load of all tables, and follows them from there. */
    async reload(): Promise<void> {
      await replication?.stop();
      rmSync(file, { force: true });
      replication = running.replicate({
        ...{ url, bucket, endpoints, batchMs, maxFileSize },
        tell: (text) => told.push(text),
      });
    },
    isLoaded: () => progress.read()?.loaded.length === tableCount,
    /** Until all is written that the database has done, while nobody changes anything. */
    async caughtUp(): Promise<void> {
      await withSession(url, async ({ select }) => {
        const [end] = await select(logs, 'SHOW MASTER STATUS');
        const place = () => progress.read()?.position;
        await eventually(
          async () => ({ place: place(), end, told }),
          (seen) => seen.place?.file === end?.File && seen.place?.position === end?.Position,
        );
      });
    },
    /** In the order in which they came. */
    async files(): Promise<readonly RawFile[]> {
      const found: (RawFile & { readonly versionId: string | undefined })[] = [];
      let marker: { readonly KeyMarker?: string | undefined; readonly VersionIdMarker?: string | undefined } = {};
      let isMore = true;
      while (isMore) {
        const page: ListObjectVersionsOutput = await cloud.call(admin, 's3', 'ListObjectVersions', {
          Bucket: bucket,
          ...marker,
        });
        for (const { Key: key = '', VersionId, LastModified } of page.Versions ?? []) {
          const { Body } = await cloud.call(admin, 's3', 'GetObject', { Bucket: bucket, Key: key, VersionId });
          const body = Buffer.from((await Body?.transformToByteArray()) ?? []);
          found.push({ key, body, arrivedAt: Number(LastModified), versionId: VersionId });
        }
        isMore = page.IsTruncated ?? false;
        marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      }
      return found.toSorted((a, b) => a.arrivedAt - b.arrivedAt);
    },
    async stop(): Promise<void> {
      await running.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

/** Until a second has ended in which something may have happened, and another one is well begun. */
export async function nextSecond(): Promise<void> {
  await sleep(1250 - (Date.now() % 1000));
}
