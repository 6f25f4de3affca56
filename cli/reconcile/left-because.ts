import { filesParameter } from '@tributary/catalog/glue/files-table.ts';
import type { FoundTable } from '@tributary/catalog/glue/ports.ts';
import type { Source } from '../files/source.ts';

/** Why reconcile leaves a folder as it is; undefined where it does not. */
export function leftBecause({ table, folder }: Source, found: FoundTable | undefined): string | undefined {
  if (found === undefined) return undefined;
  if (found.isView) return `${table} is being made again, and is left for the next time`;
  const from = found.parameters[filesParameter.from];
  if (from === folder) return undefined;
  return `${table} holds no files of it${from === undefined ? '' : `, but those of ${from}`}`;
}
