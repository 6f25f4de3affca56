import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, defaultWorkGroup, findWorkGroup } from '../athena.ts';
import { invalidRequest, required } from '../error.ts';
import type { AthenaStore } from '../store.ts';

export const deleteWorkGroup = (athena: Athena) =>
  operation('athena', 'DeleteWorkGroup', {
    permissions: (input, context) => onResource('DeleteWorkGroup', 'workgroup', input.WorkGroup, context),
    handle(input) {
      const { store } = athena;
      const { name } = findWorkGroup(athena, required(input.WorkGroup, 'workGroup'));
      if (name === defaultWorkGroup) throw invalidRequest('The primary WorkGroup cannot be deleted');
      const holdings = holdingsOf(athena.store, name);
      if (holdings.length > 0 && !input.RecursiveDeleteOption) throw invalidRequest(`WorkGroup ${name} is not empty`);
      for (const remove of holdings) remove();
      store.workGroups.delete(name);
      return {};
    },
  });

/** What a work group holds, as what deletes it. */
function holdingsOf({ executions, namedQueries, preparedStatements }: AthenaStore, workGroup: string) {
  return [executions, namedQueries, preparedStatements].flatMap((journal) =>
    [...journal.entries()]
      .filter(([, item]) => item.workGroup === workGroup)
      .map(
        ([key]) =>
          () =>
            journal.delete(key),
      ),
  );
}
