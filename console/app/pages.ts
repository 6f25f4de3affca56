import type { FunctionComponent } from 'preact';
import { pageTitles } from './page-titles.ts';
import type { PageProps } from './route.ts';

type Load = () => Promise<{ readonly Page: FunctionComponent<PageProps> }>;

export type PageEntry = { readonly name: string; readonly title: string; readonly load: Load };

/** Each is loaded when it is opened. */
const loads: Readonly<Record<(typeof pageTitles)[number][0], Load>> = {
  '': () => import('../map/page.tsx'),
  tables: () => import('../tables/page.tsx'),
  objects: () => import('../objects/page.tsx'),
  sql: () => import('../sql/page.tsx'),
  datasets: () => import('../datasets/page.tsx'),
  dashboards: () => import('../dashboards/page.tsx'),
  alarms: () => import('../alarms/page.tsx'),
  try: () => import('../lines/page.tsx'),
};

export const pages: readonly PageEntry[] = pageTitles.map(([name, title]) => ({ name, title, load: loads[name] }));
