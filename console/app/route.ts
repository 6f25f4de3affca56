import { useEffect, useState } from 'preact/hooks';

const base = '/_lake/';

/** `/_lake/tables/raw/clicks?day=2026-11-20` is the page `tables`, the path `['raw', 'clicks']`. */
export type Route = { readonly page: string; readonly path: readonly string[]; readonly query: URLSearchParams };

/** What every page is given. */
export type PageProps = { readonly route: Route };

export function readRoute({ pathname, search }: Pick<URL, 'pathname' | 'search'>): Route {
  const [page = '', ...path] = pathname.slice(base.length).split('/').filter(Boolean).map(decoded);
  return { page, path, query: new URLSearchParams(search) };
}

/** A part that no browser would have written stays as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a page: shared as it is, it shows the same. What is undefined is left out of the query. */
export function hrefOf(
  page: string,
  path: readonly string[] = [],
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const search = new URLSearchParams(given).toString();
  return `${base}${[page, ...path].filter(Boolean).map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
}

const changed = 'lake:route';

/** Opens a page; `replace` where going back is to skip what is shown now. */
export function go(href: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', href);
  else history.pushState(null, '', href);
  dispatchEvent(new Event(changed));
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => readRoute(location));
  useEffect(() => {
    const read = () => setRoute(readRoute(location));
    addEventListener('popstate', read);
    addEventListener(changed, read);
    return () => {
      removeEventListener('popstate', read);
      removeEventListener(changed, read);
    };
  }, []);
  return route;
}

/** Links within the console open without loading it again; with a key held, or a target, the browser does as always. */
export function followLinks(root: HTMLElement): void {
  root.addEventListener('click', (event) => {
    const href = isPlain(event) ? hrefWithin(event.target) : undefined;
    if (href === undefined) return;
    event.preventDefault();
    go(href);
  });
}

function isPlain(event: MouseEvent): boolean {
  const { defaultPrevented, button, metaKey, ctrlKey, shiftKey, altKey } = event;
  return !defaultPrevented && button === 0 && !(metaKey || ctrlKey || shiftKey || altKey);
}

function hrefWithin(target: EventTarget | null): string | undefined {
  const link = target instanceof Element ? target.closest('a') : null;
  if (link === null || link.target !== '' || link.hasAttribute('download')) return undefined;
  const { origin, pathname, search, hash } = new URL(link.href, location.href);
  const isPage = origin === location.origin && pathname.startsWith(base) && !pathname.startsWith(`${base}api/`);
  return isPage && hash === '' ? pathname + search : undefined;
}
