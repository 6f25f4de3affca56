import type { Count, Log } from '@tributary/shared/lambda.ts';
import type { SendEvents } from '@tributary/shared/send-events.ts';
import * as z from 'zod';
import { driftOf } from './drift-event.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';
import { reconcileFolder } from './reconcile-folder.ts';

const folder = z.string().regex(/^raw\/(?:files|saas)\/[^/]+\/[^/]+\/$|^raw\/events\/[^/]+\/$/);
const message = z.object({ reconcile: z.union([z.literal('all'), folder]) });

/** Reconciles what a message names: all folders of files, each by a message of its own, or one. */
export function createReconcile(
  deps: ReconcileDeps & {
    readonly log: Pick<Log, 'info' | 'warn'>;
    readonly count: Count;
    readonly sendEvents: SendEvents;
  },
) {
  return async function reconcile(body: unknown): Promise<void> {
    const { reconcile: what } = message.parse(body);
    if (what === 'all') {
      for (const each of await foldersOf(deps)) await deps.next(each);
      return;
    }
    const report = await reconcileFolder(deps, what);
    if (report === undefined) return;
    deps.log.info('Reconciled', { report });
    deps.count('MissedObjects', report.missed);
    deps.count('OrphanedFiles', report.orphaned);
    deps.count('PartitionsMended', report.partitions_added + report.partitions_removed);
    deps.count('DriftedColumns', report.drift.length);
    if (report.left !== undefined)
      deps.log.warn(`Columns have other types than their files show, and the table stays: ${report.left}`, {
        table: report.table,
        drift: report.drift,
        command: `npx lake retype ${report.table}`,
      });
    await deps.sendEvents(driftOf(report, deps.database));
  };
}

async function foldersOf({ listFolders, rawBucket, declarations }: ReconcileDeps): Promise<readonly string[]> {
  const sources = await Promise.all(['raw/files/', 'raw/saas/'].map((kind) => listFolders(rawBucket, kind)));
  const objects = await Promise.all(sources.flat().map((source) => listFolders(rawBucket, source)));
  return [...objects.flat(), ...[...declarations.events.keys()].map((type) => `raw/events/${type}/`)];
}
