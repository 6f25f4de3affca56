import { operation } from '../../../kernel/operation.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';
import { removeVersion } from '../version.ts';

export const deleteTableVersion = (store: GlueStore) =>
  operation('glue', 'DeleteTableVersion', {
    permissions: (input, context) => onTable('DeleteTableVersion', input, context),
    handle(input) {
      removeVersion(store, input, input.VersionId);
      return {};
    },
  });
