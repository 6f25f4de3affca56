import type { Route } from '../app/route.ts';
import { lake } from '../lake/names.ts';
import { Answer } from '../parts/asked.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { TableList } from './list.tsx';
import { TablePage } from './table.tsx';

/** The tables and views of all databases; of one of them all that is known. */
export function Page({ route }: { readonly route: Route }) {
  const { path, query } = route;
  const asked = useAsked(lake, []);
  const [first, second] = path;
  if (first === undefined) return <TableList query={query} />;
  return (
    <Answer of={asked} what="The lake's names">
      {({ names }) => {
        // A name alone is of the lake database.
        const [database, name] = second === undefined ? [names.lakeDatabase, first] : [first, second];
        return <TablePage key={`${database}.${name}`} names={names} database={database} name={name} query={query} />;
      }}
    </Answer>
  );
}
