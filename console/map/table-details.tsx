import { hrefOf as pageOf } from '../app/route.ts';
import type { NodeProps } from './node-props.ts';

/** Where more is told of a table. */
export function TableDetails({ node }: NodeProps) {
  const { table, declared } = node;
  const folder = table?.location === undefined ? undefined : table.location.split('/').filter(Boolean);
  return (
    <>
      {declared !== undefined && (
        <p>
          It is <span class="state">{declared.state}</span>, made by {declared.service}.
        </p>
      )}
      <p>
        <a href={pageOf('tables', node.title.split('.'))}>Columns, rows and lineage</a>
        {declared !== undefined && (
          <>
            {' · '}
            <a href={pageOf('datasets', [node.title])}>Its statements and runs</a>
          </>
        )}
        {folder !== undefined && (
          <>
            {' · '}
            <a href={pageOf('objects', folder)}>Its objects</a>
          </>
        )}
      </p>
    </>
  );
}
