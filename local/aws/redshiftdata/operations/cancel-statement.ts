import { operation } from '../../../kernel/operation.ts';
import { invalid } from '../error.ts';
import { findStatement, onStatement } from '../owner.ts';
import type { RedshiftData } from '../redshift-data.ts';
import { isOver } from '../store.ts';

export const cancelStatement = ({ store, runner }: RedshiftData) =>
  operation('redshift-data', 'CancelStatement', {
    permissions: ({ Id }, { caller }) => onStatement(store, { action: 'CancelStatement', id: Id, caller }),
    handle({ Id }, { caller }) {
      const statement = findStatement(store, Id, caller);
      if (isOver(statement)) throw invalid(`Could not cancel a query that is already in ${statement.state} state.`);
      return { Status: runner.cancel(statement.id) };
    },
  });
