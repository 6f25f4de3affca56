import { operation } from '../../../kernel/operation.ts';
import { errorDetail, required } from '../error.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';
import { removeVersion } from '../version.ts';

export const batchDeleteTableVersion = (store: GlueStore) =>
  operation('glue', 'BatchDeleteTableVersion', {
    permissions: (input, context) => onTable('BatchDeleteTableVersion', input, context),
    handle(input) {
      const errors = required(input.VersionIds, 'versionIds').flatMap((id) => {
        try {
          removeVersion(store, input, id);
          return [];
        } catch (error) {
          return [{ TableName: input.TableName, VersionId: id, ErrorDetail: errorDetail(error) }];
        }
      });
      return { Errors: errors };
    },
  });
