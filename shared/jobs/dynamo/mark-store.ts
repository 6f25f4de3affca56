import * as z from 'zod';
import type { JobStore, Mark } from '../job-store.ts';
import type { JobsTable, Page } from './table.ts';

export type MarkStore = Pick<JobStore, 'marks' | 'unmark'> & {
  readonly mark: (target: string, at: number) => Promise<void>;
};

const pk = 'marks';
const markItem = z
  .object({ sk: z.string(), mark: z.string(), at: z.number() })
  .transform(({ sk, ...rest }): Mark => ({ target: sk, ...rest }));

/** Which targets may have units, as items `marks`, `<target>`: one query instead of one for each target. */
export function createMarkStore(table: JobsTable, newMark: () => string): MarkStore {
  return {
    async mark(target, at) {
      await table.update(
        { pk, sk: target },
        // `at` is a word that DynamoDB reserves
        { update: 'SET mark = :mark, #at = :at', names: { '#at': 'at' }, values: { ':mark': newMark(), ':at': at } },
      );
    },
    async marks() {
      const marks: Mark[] = [];
      let from: Page['next'];
      do {
        const page = await table.query({ pk, sk: '' }, { from });
        marks.push(...page.items.map((item) => markItem.parse(item)));
        from = page.next;
      } while (from !== undefined);
      return marks;
    },
    async unmark(target, mark) {
      await table.remove({ pk, sk: target }, { condition: 'mark = :mark', values: { ':mark': mark } });
    },
  };
}
