import type { LakeEvent } from '@tributary/shared/events.ts';
import type { Log } from '@tributary/shared/lambda.ts';

export type TellUndeclaredDeps = {
  readonly sendEvents: (events: readonly LakeEvent[]) => Promise<void>;
  readonly log: Pick<Log, 'warn'>;
};

/** A file lies where no table is declared: nothing is made of it, and it stays where it is. */
export function createTellUndeclared({ sendEvents, log }: TellUndeclaredDeps) {
  return async function tellUndeclared(bucket: string, key: string): Promise<void> {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    log.warn('A file of a table that changes.yml does not declare: declare it, deploy, then replay the folder', {
      key,
      command: `npx lake replay raw --key ${folder} --go`,
    });
    const detail = { version: '1', source: { bucket, key }, table: folder, count: 1 } as const;
    await sendEvents([
      { type: 'Records Rejected', detail: { ...detail, reasons: { undeclared_table: 1 }, rejected: [] } },
    ]);
  };
}
