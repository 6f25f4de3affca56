import { hrefOf, type Route } from '../app/route.ts';
import { ask } from '../lake/api.ts';
import { lake } from '../lake/names.ts';
import { Answer } from '../parts/asked.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { Board } from './board.tsx';
import { List } from './list.tsx';
import { dashboardSchema } from './model.ts';

type PageProps = { readonly route: Route };

/** `/_lake/dashboards` lists them, `/_lake/dashboards/NAME/SHEET?PARAMETER=VALUES` is one. */
export function Page({ route }: PageProps) {
  const [name] = route.path;
  return name === undefined ? <List /> : <Opened key={name} name={name} route={route} />;
}

function Opened({ name, route }: PageProps & { readonly name: string }) {
  const asked = useAsked(
    async (signal) => {
      const [dashboard, { names }] = await Promise.all([
        ask(`dashboards/${encodeURIComponent(name)}`, dashboardSchema, { signal }),
        lake(),
      ]);
      return { dashboard, database: names.lakeDatabase };
    },
    [name],
  );
  return (
    <>
      <p class="path">
        <a href={hrefOf('dashboards')}>Dashboards</a>
      </p>
      {asked.value === undefined && <h1>{name}</h1>}
      <Answer of={asked} what="The dashboard">
        {({ dashboard, database }) => <Board dashboard={dashboard} database={database} route={route} />}
      </Answer>
    </>
  );
}
