import { besideName, generationOf } from '../../glue/files-table.ts';
import type { FindTable } from '../../glue/ports.ts';

/** Which table of Glue rows are written for: while types are made anew there are two. */
export type TargetTable = { readonly name: string; readonly generation: number };

/**
 * The table of Glue that readers of this one see: where it is a view, for the moment in which generations are changed, that beside it. With a
 * generation it is the one of that.
 */
export function createFindTarget(findTable: FindTable, database: string) {
  return async function findTarget(table: string, generation?: number): Promise<TargetTable> {
    const found = await findTable(database, table);
    const current = found === undefined ? 1 : (generationOf(found.parameters) ?? 1);
    const wanted = generation ?? current;
    const isBeside = found?.isView === true || wanted !== current;
    return { name: isBeside ? besideName(table, wanted) : table, generation: wanted };
  };
}

export type FindTarget = ReturnType<typeof createFindTarget>;
