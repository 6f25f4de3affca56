import { select } from '../aws/athena.ts';
import type { GlueTable } from '../aws/glue.ts';
import { Answer } from '../parts/asked.tsx';
import { Grid } from '../parts/grid.tsx';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';

type Props = { readonly table: GlueTable; readonly workGroup: string };

const parts = [
  { id: 'partitions', title: 'Partitions', columns: '*', order: '' },
  {
    id: 'snapshots',
    title: 'Snapshots',
    columns: 'committed_at, operation, snapshot_id, parent_id, summary',
    order: ' ORDER BY committed_at DESC',
  },
] as const;

/** What an Iceberg table's own metadata say, by Athena's tables of them. */
export function Snapshots(props: Props) {
  return (
    <>
      {parts.map((part) => (
        <Part key={part.id} part={part} {...props} />
      ))}
    </>
  );
}

function Part({ part, table, workGroup }: Props & { readonly part: (typeof parts)[number] }) {
  const { DatabaseName: database, Name: name } = table;
  const sql = `SELECT ${part.columns} FROM "${database}"."${name.replaceAll('"', '""')}$${part.id}"${part.order} LIMIT 999`;
  const asked = useAsked((signal) => select({ sql, database, workGroup }, signal), [sql]);
  return (
    <section aria-labelledby={part.id}>
      <h2 id={part.id}>{part.title}</h2>
      <Answer of={asked} what={`The ${part.id}`}>
        {({ columns, rows }) =>
          rows.length === 0 ? (
            <Nothing>There is none.</Nothing>
          ) : (
            <Grid
              label={`${part.title} of ${name}`}
              columns={columns}
              count={rows.length}
              rowAt={(at) => rows[at]}
              height={300}
            />
          )
        }
      </Answer>
    </section>
  );
}
