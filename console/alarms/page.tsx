import type { Route } from '../app/route.ts';
import { Detail } from './detail.tsx';
import { List } from './list.tsx';
import { RunbookPage } from './runbook.tsx';

/** `/alarms`: all; `/alarms/NAME`: one; `/alarms?page=PAGE`: a page of the runbook. */
export function Page({ route: { path, query } }: { readonly route: Route }) {
  const [name] = path;
  const page = query.get('page');
  if (page !== null) {
    const opened = { alarm: query.get('alarm') ?? undefined, of: query.get('of') ?? undefined };
    return <RunbookPage key={page} page={page} {...opened} />;
  }
  return name === undefined ? <List query={query} /> : <Detail key={name} name={name} />;
}
