import type { FunctionComponent } from 'preact';
import type { PageProps } from './route.ts';

type PageModule = { readonly Page: FunctionComponent<PageProps> };

export type PageEntry = {
  /** In the address; the first page has none. */
  readonly name: string;
  readonly title: string;
  readonly load: () => Promise<PageModule>;
};

export const pages: readonly PageEntry[] = [
  { name: '', title: 'Map', load: () => import('../map/page.tsx') },
  { name: 'tables', title: 'Tables', load: () => import('../tables/page.tsx') },
  { name: 'objects', title: 'Objects', load: () => import('../objects/page.tsx') },
  { name: 'sql', title: 'SQL', load: () => import('../sql/page.tsx') },
  { name: 'datasets', title: 'Datasets', load: () => import('../datasets/page.tsx') },
  { name: 'dashboards', title: 'Dashboards', load: () => import('../dashboards/page.tsx') },
  { name: 'alarms', title: 'Alarms', load: () => import('../alarms/page.tsx') },
  { name: 'try', title: 'Try a line', load: () => import('../lines/page.tsx') },
];
