import { EntityNotFoundException, GetTableCommand, type GlueClient } from '@aws-sdk/client-glue';
import { instant } from '@tributary/shared/span.ts';
import type { Removed } from './survey.ts';

/** What remains of a removed target: a table, a view, or nothing any more. */
export type Remains = Removed & { readonly kind: 'table' | 'view' };

/** The removed targets whose tables or views are still there. */
export async function remainsOf(
  removed: readonly Removed[],
  glue: Pick<GlueClient, 'send'>,
  database: string,
): Promise<readonly Remains[]> {
  const remains: Remains[] = [];
  for (const each of removed) {
    const kind = await kindOf(glue, database, each.name);
    if (kind !== undefined) remains.push({ ...each, kind });
  }
  return remains;
}

async function kindOf(glue: Pick<GlueClient, 'send'>, DatabaseName: string, Name: string) {
  try {
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName, Name }));
    return Table?.TableType === 'VIRTUAL_VIEW' ? 'view' : 'table';
  } catch (error) {
    if (error instanceof EntityNotFoundException) return undefined;
    throw error;
  }
}

/** Lines that name them, with the command that ends each; none where there are none. */
export function tellRemains(remains: readonly Remains[], flags: string): readonly string[] {
  if (remains.length === 0) return [];
  return [
    '',
    'No longer declared, and kept until somebody drops it:',
    ...remains.map(
      ({ name, service, kind, removedAt }) =>
        `  ${name}, of services/${service} until ${instant(removedAt)}: lake query "DROP ${kind.toUpperCase()} ${name}"${flags}`,
    ),
  ];
}
