import { hrefOf, type Route } from '../app/route.ts';

export const tabs = { result: 'Result', chart: 'Chart', history: 'History', saved: 'Saved queries' } as const;
export type Tab = keyof typeof tabs;

/** What the page's address says. A link opens a text or a result; it runs nothing. */
export type SqlAddress = {
  readonly sql?: string | undefined;
  /** Id of a saved query. */
  readonly query?: string | undefined;
  /** Id of a statement that was run. */
  readonly execution?: string | undefined;
  readonly tab: Tab;
  readonly database?: string | undefined;
  readonly workGroup?: string | undefined;
  /** Of the chart, as `Picks` are written. */
  readonly chart?: string | undefined;
};

/** Browsers and those who pass links on take some thousand letters. */
const mostLetters = 6_000;

export function readAddress({ query }: Route): SqlAddress {
  const given = (name: string) => query.get(name) ?? undefined;
  const tab = given('tab') ?? '';
  return {
    sql: given('sql'),
    query: given('query'),
    execution: given('execution'),
    tab: isTab(tab) ? tab : 'result',
    database: given('database'),
    workGroup: given('workgroup'),
    chart: given('chart'),
  };
}

export function writeAddress({ sql, query, execution, tab, database, workGroup, chart }: SqlAddress): string {
  return hrefOf('sql', [], {
    query,
    execution,
    sql: sql !== undefined && sql.length > mostLetters ? undefined : sql,
    tab: tab === 'result' ? undefined : tab,
    database,
    workgroup: workGroup,
    chart,
  });
}

function isTab(text: string): text is Tab {
  return Object.hasOwn(tabs, text);
}
