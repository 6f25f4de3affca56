import { operation } from '../../../kernel/operation.ts';
import { findDatabase } from '../find.ts';
import { onCatalog, onDatabase } from '../permission.ts';
import type { GlueStore } from '../store.ts';

/** None can be created here, so none are found; engines ask nevertheless. */
export const getUserDefinedFunctions = (store: GlueStore) =>
  operation('glue', 'GetUserDefinedFunctions', {
    permissions: (input, context) =>
      input.DatabaseName === undefined
        ? onCatalog('GetUserDefinedFunctions', context)
        : onDatabase('GetUserDefinedFunctions', input.DatabaseName, context),
    handle(input) {
      if (input.DatabaseName !== undefined) findDatabase(store, input.DatabaseName);
      return { UserDefinedFunctions: [] };
    },
  });
