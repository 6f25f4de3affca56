import type { Route } from '../app/route.ts';
import { One } from './one.tsx';
import { Overview } from './overview.tsx';

/** `/datasets`: all of them; `/datasets/NAME`: one. */
export function Page({ route }: { readonly route: Route }) {
  const [name] = route.path;
  return name === undefined ? <Overview query={route.query} /> : <One key={name} name={name} query={route.query} />;
}
