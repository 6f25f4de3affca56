import type { LakeEvent } from '@tributary/shared/events.ts';
import { createRetypeForTests } from '../retyping/retype-for-tests.ts';
import { createReconcile } from './reconcile.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';
import type { Report } from './report.ts';
import { createSeenFiles } from './seen-files.ts';

export const folder = 'raw/files/shop/orders/';
export const name = 'shop_orders';
export const hour = 3_600_000;

/** A lake in memory whose nights can be waited for. */
export function createLake(
  tables = '{}',
  mostFooters = 1000,
  /** Comes before each call of the lake and of the catalog. */
  between: () => Promise<void> = async () => undefined,
) {
  const lake = createRetypeForTests({ tables, between });
  const reports: Report[] = [];
  const missed: string[] = [];
  const retyped: string[] = [];
  const next: string[] = [];
  const warned: string[] = [];
  const told: LakeEvent[] = [];
  const counted = new Map<string, number>();
  let { retypeBytes } = { retypeBytes: 1e9 };
  const deleted = new Set<string>();
  const written = new Map<string, { readonly body: Buffer; readonly at: number }>();
  /** When a file was last written is when it was first seen as it is. */
  const writtenAt = (key: string, body: Buffer): number => {
    const known = written.get(key);
    const at = known?.body === body ? known.at : lake.clock.now;
    written.set(key, { body, at });
    return at;
  };
  const deps: ReconcileDeps & Parameters<typeof createReconcile>[0] = {
    ...lake.deps,
    async *listObjects(bucket, prefix, after) {
      for await (const each of lake.deps.listObjects(bucket, prefix, after)) {
        const body = lake.lake.objects.get(each.key);
        yield body === undefined ? each : { ...each, modifiedAt: writtenAt(each.key, body) };
      }
    },
    listVersions: async ({ Prefix: prefix = '' }) => ({
      $metadata: {},
      DeleteMarkers: [...deleted].map((Key) => ({ Key, VersionId: 'deleted', IsLatest: true })),
      Versions: [...lake.raw]
        .filter(([key]) => key.startsWith(prefix))
        .flatMap(([key, versions]) =>
          versions.map(({ versionId, modifiedAt }, at) => ({
            Key: key,
            VersionId: versionId,
            ETag: versionId,
            IsLatest: at === versions.length - 1 && !deleted.has(key),
            LastModified: new Date(modifiedAt),
          })),
        ),
    }),
    listFolders: async (_, prefix) => [
      ...new Set(
        [...lake.raw.keys()]
          .filter((key) => key.startsWith(prefix))
          .map((key) => `${prefix}${key.slice(prefix.length).split('/')[0]}/`),
      ),
    ],
    seen: createSeenFiles(lake.lake),
    convertLater: async (key) => void missed.push(key),
    mostFooters,
    retypeLater: async (table) => void retyped.push(table),
    next: async (each) => void next.push(each),
    writeReport: async (report) => void reports.push(report),
    get retypeBytes() {
      return retypeBytes;
    },
    log: { info: () => undefined, warn: (text) => void warned.push(String(text)) },
    count: (metric, by) => void counted.set(metric, by),
    sendEvents: async (sent) => void told.push(...sent),
  };
  const reconcile = createReconcile(deps);
  const landOnly = (file: string, ...records: readonly object[]) =>
    lake.put(`${folder}${file}`, records.map((record) => JSON.stringify(record)).join('\n'), lake.clock.now);
  return {
    ...lake,
    landOnly,
    /** A delete marker is its newest version. */
    deleteOnly: (file: string) => void deleted.add(`${folder}${file}`),
    async land(file: string, ...records: readonly object[]) {
      landOnly(file, ...records);
      await lake.convert(`${folder}${file}`);
      await lake.register(name);
    },
    /** What is there now was written now. */
    stamp: () => {
      for (const [key, body] of lake.lake.objects) writtenAt(key, body);
    },
    async night(): Promise<Report | undefined> {
      lake.clock.now += 24 * hour;
      lake.counts.footers = 0;
      await reconcile({ reconcile: folder });
      return reports.at(-1);
    },
    reconcile,
    reports,
    missed,
    retyped,
    next,
    warned,
    counted,
    told,
    parameters: () => lake.glue.tables.get(`lake.${name}`)?.input.Parameters ?? {},
    /** A table of more bytes is not made again by itself. */
    retypeUpTo: (bytes: number) => {
      retypeBytes = bytes;
    },
  };
}

export type Lake = ReturnType<typeof createLake>;

export const records = (count: number, of: (at: number) => object) => Array.from({ length: count }, (_, at) => of(at));
