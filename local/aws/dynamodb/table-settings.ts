import { join } from 'node:path';
import type { CreateTableCommandInput, SSESpecification, TimeToLiveSpecification } from '@aws-sdk/client-dynamodb';
import type { Cloud } from '../../kernel/cloud.ts';
import { type Journal, openJournal } from '../../kernel/journal.ts';

/** What a table has beside keys and items, which the engine does not keep. */
export type TableSettings = {
  readonly name: string;
  readonly timeToLive?: TimeToLiveSpecification | undefined;
  /** Recorded: every table here survives the process, and none is backed up. */
  readonly pointInTimeRecovery?: boolean | undefined;
  readonly encryption?: SSESpecification | undefined;
  readonly tableClass?: CreateTableCommandInput['TableClass'] | undefined;
  readonly deletionProtection?: boolean | undefined;
};

export function openTableSettings(cloud: Cloud): Journal<TableSettings> {
  return openJournal<TableSettings>(join(cloud.stateDir, 'dynamodb', 'tables.jsonl'));
}

export function changeSettings(
  settings: Journal<TableSettings>,
  name: string,
  change: Omit<TableSettings, 'name'>,
): TableSettings {
  const next = { ...(settings.get(name) ?? { name }), ...change };
  settings.put(name, next);
  return next;
}
