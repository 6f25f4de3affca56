import { operation } from '../../../kernel/operation.ts';
import { describeDatabase } from '../describe.ts';
import { findDatabase } from '../find.ts';
import { onDatabase } from '../permission.ts';
import type { GlueStore } from '../store.ts';

export const getDatabase = (store: GlueStore) =>
  operation('glue', 'GetDatabase', {
    permissions: (input, context) => onDatabase('GetDatabase', input.Name, context),
    handle: (input, { cloud }) => ({ Database: describeDatabase(findDatabase(store, input.Name), cloud.account) }),
  });
