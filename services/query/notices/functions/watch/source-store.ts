import type { JobsTable } from '@tributary/shared/jobs/dynamo/table.ts';
import * as z from 'zod';
import { hoursKept, type Silent, type Source } from '../../core/sources.ts';

export type SourceStore = {
  /** Notes that a source had rows in an hour: any number of times, the same. */
  readonly note: (name: string, hour: number) => Promise<void>;
  readonly all: () => Promise<readonly Source[]>;
  /** Takes the telling of a silence: false where it has been told of. */
  readonly claim: (silent: Silent) => Promise<boolean>;
  readonly release: (silent: Silent) => Promise<void>;
  /** Forgets hours before this one. */
  readonly prune: (source: Source, before: number) => Promise<void>;
};

const pk = 'sources';
const hourSeconds = 3600;

const item = z.object({ sk: z.string(), hours: z.set(z.number()).default(new Set()) });

/** In the jobs' table, in items of pk `sources`, which DynamoDB throws away when nothing came for as long as hours are kept. */
export function createSourceStore(table: JobsTable): SourceStore {
  return {
    async note(name, hour) {
      await table.update(
        { pk, sk: name },
        {
          update: 'ADD hours :hours SET expiresAt = :expires',
          values: { ':hours': new Set([hour]), ':expires': (hour + hoursKept + 1) * hourSeconds },
        },
      );
    },
    async all() {
      const sources: Source[] = [];
      let from: Awaited<ReturnType<JobsTable['query']>>['next'];
      do {
        const page = await table.query({ pk, sk: '' }, from === undefined ? {} : { from });
        for (const each of page.items) {
          const { sk: name, hours } = item.parse(each);
          sources.push({ name, hours: [...hours].toSorted((a, b) => a - b) });
        }
        from = page.next;
      } while (from !== undefined);
      return sources;
    },
    claim: ({ name, lastHour }) =>
      table.update(
        { pk, sk: name },
        {
          update: 'SET toldOf = :hour',
          condition: 'attribute_not_exists(toldOf) OR toldOf <> :hour',
          values: { ':hour': lastHour },
        },
      ),
    async release({ name }) {
      await table.update({ pk, sk: name }, { update: 'REMOVE toldOf' });
    },
    async prune({ name, hours }, before) {
      const gone = hours.filter((hour) => hour < before);
      if (gone.length === 0) return;
      await table.update({ pk, sk: name }, { update: 'DELETE hours :hours', values: { ':hours': new Set(gone) } });
    },
  };
}
