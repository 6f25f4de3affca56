import { chartSql } from '@tributary/query/dashboards/core/chart-sql.ts';
import type { Choice } from '@tributary/query/dashboards/core/conditions.ts';
import type { Dashboard, Sheet } from '@tributary/query/dashboards/core/model.ts';
import { useMemo } from 'preact/hooks';
import { go, hrefOf, type Route } from '../app/route.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { chosenIn, lastingQueryOf, queryOf } from './address.ts';
import { ChartFigure } from './chart-figure.tsx';
import { Filters } from './filters.tsx';
import { ReportMenu } from './report-menu.tsx';
import { Status } from './status.tsx';
import { useAnswers } from './use-answers.ts';

type Props = { readonly dashboard: Dashboard; readonly database: string; readonly route: Route };

/** A dashboard: one of its sheets, of what the address chooses. */
export function Board({ dashboard, database, route }: Props) {
  const { name, parameters, sheets } = dashboard;
  const today = useMemo(() => new Date(), []);
  const { choices, wrong } = chosenIn(route.query, parameters, today);
  const sheet = sheets.find(({ id }) => id === route.path[1]) ?? sheets[0];
  const asked = (sheet?.charts ?? []).map((chart) => ({ chart, sql: chartSql(chart, database, choices) }));
  const answers = useAnswers(asked.map(({ sql }) => sql));
  const path = sheet === undefined ? [name] : [name, sheet.id];
  const choose = (parameter: string, choice: Choice) => {
    const query = queryOf(parameters, { ...choices, [parameter]: choice }, today);
    go(hrefOf('dashboards', path, query));
  };
  const link = () => new URL(hrefOf('dashboards', path, lastingQueryOf(parameters, choices)), location.href).toString();
  return (
    <>
      <h1>{dashboard.title}</h1>
      {dashboard.description !== undefined && <p>{dashboard.description}</p>}
      {wrong.map((each) => (
        <p class="notice failure" role="alert" key={each}>
          The address says {each}
        </p>
      ))}
      <div class="bar board-bar">
        <Filters parameters={parameters} choices={choices} database={database} today={today} onChoose={choose} />
        <span class="gap" />
        <button type="button" onClick={answers.again}>
          Refresh
        </button>
        <CopyButton text={link}>Copy link</CopyButton>
        <ReportMenu dashboard={dashboard} database={database} choices={choices} />
      </div>
      {sheets.length > 1 && <Tabs dashboard={dashboard} shown={sheet} query={queryOf(parameters, choices, today)} />}
      <section aria-labelledby="sheet">
        <h2 id="sheet" class={sheets.length > 1 ? 'unseen' : undefined}>
          {sheet?.title}
        </h2>
        {sheet?.description !== undefined && <p>{sheet.description}</p>}
        <Status states={asked.map(({ sql }) => answers.of(sql))} />
        <div class="charts">
          {asked.map(({ chart, sql }) => (
            <ChartFigure key={chart.id} chart={chart} sql={sql} state={answers.of(sql)} />
          ))}
        </div>
      </section>
    </>
  );
}

type TabsProps = {
  readonly dashboard: Dashboard;
  readonly shown: Sheet | undefined;
  readonly query: Readonly<Record<string, string>>;
};

function Tabs({ dashboard: { name, sheets }, shown, query }: TabsProps) {
  return (
    <nav class="tabs" aria-label="Sheets">
      {sheets.map(({ id, title }) => (
        <a key={id} href={hrefOf('dashboards', [name, id], query)} aria-current={id === shown?.id ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}
