import type { UpdateTableRequest } from '@aws-sdk/client-glue';
import { notCovered } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { concurrentModification, invalidInput, required } from '../error.ts';
import { findTable } from '../find.ts';
import { onTable } from '../permission.ts';
import { type GlueStore, keyOf, type StoredTable, timeless } from '../store.ts';

/** Replaces a table's whole input. With VersionId, only while that is still the current version. */
export const updateTable = (store: GlueStore) =>
  operation('glue', 'UpdateTable', {
    permissions: (input, context) =>
      onTable(
        'UpdateTable',
        { DatabaseName: input.DatabaseName, TableName: input.TableInput?.Name ?? input.Name },
        context,
      ),
    handle(input, { cloud }) {
      const given = required(input.TableInput, 'tableInput');
      const table = findTable(store, input.DatabaseName, given.Name ?? input.Name);
      check(input, table);
      const { lastAccessTime: _access, lastAnalyzedTime: _analyzed, ...kept } = table;
      const updated = {
        ...kept,
        version: table.version + 1,
        updateTime: cloud.clock.now(),
        ...timeless({ ...given, Name: table.name }),
      };
      if (input.SkipArchive) store.versions.delete(keyOf(table.database, table.name, String(table.version)));
      store.tables.put(keyOf(table.database, table.name), updated);
      store.versions.put(keyOf(table.database, table.name, String(updated.version)), updated);
      return {};
    },
  });

function check(input: UpdateTableRequest, table: StoredTable) {
  if (input.UpdateOpenTableFormatInput) throw notCovered('glue:UpdateTable with UpdateOpenTableFormatInput');
  if (input.ViewUpdateAction) throw notCovered('glue:UpdateTable with ViewUpdateAction');
  if (input.Name !== undefined && input.Name.toLowerCase() !== table.name)
    throw invalidInput('Table names in the request and in its TableInput differ; a table cannot be renamed.');
  if (input.VersionId !== undefined && input.VersionId !== String(table.version))
    throw concurrentModification(
      `Update table failed due to concurrent modifications: expected version ${input.VersionId}, but it is ${table.version}.`,
    );
}
