import type { FunctionComponent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Busy, Failure } from '../parts/notice.tsx';
import { type PageEntry, pages } from './pages.ts';
import { hrefOf, type PageProps, useRoute } from './route.ts';
import { ThemeChoice } from './theme.tsx';

/** The frame around every page: where one is, and where one may go. */
export function Shell() {
  const route = useRoute();
  const entry = pages.find(({ name }) => name === route.page);
  const main = useRef<HTMLElement>(null);
  const shown = useRef(route.page);
  useEffect(() => {
    document.title = `${entry?.title ?? 'Not found'} · Tributary`;
    if (shown.current !== route.page) main.current?.focus();
    shown.current = route.page;
  }, [entry, route.page]);
  return (
    <div class="shell">
      <a class="skip" href="#content">
        Skip to the page
      </a>
      <header>
        <a class="brand" href={hrefOf('')}>
          <img src="/_lake/assets/icon.svg" alt="" width="22" height="22" /> Tributary
        </a>
        <nav aria-label="Pages">
          {pages.map(({ name, title }) => (
            <a key={name} href={hrefOf(name)} aria-current={name === route.page ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <ThemeChoice />
      </header>
      <main id="content" tabIndex={-1} ref={main} data-page={route.page}>
        {entry === undefined ? <NotFound page={route.page} /> : <Loaded key={entry.name} entry={entry} route={route} />}
      </main>
    </div>
  );
}

function NotFound({ page }: { readonly page: string }) {
  return (
    <>
      <h1>Nothing is here</h1>
      <p>
        There is no page <code>{page}</code>. <a href={hrefOf('')}>The map</a> shows what there is.
      </p>
    </>
  );
}

type Loading = { readonly Page?: FunctionComponent<PageProps>; readonly error?: Error };

function Loaded({ entry, route }: PageProps & { readonly entry: PageEntry }) {
  const [{ Page, error }, setState] = useState<Loading>({});
  useEffect(() => {
    entry.load().then(
      (module) => setState({ Page: module.Page }),
      (cause: unknown) => setState({ error: cause instanceof Error ? cause : new Error(String(cause)) }),
    );
  }, [entry]);
  if (error !== undefined)
    return <Failure error={error} what="The page cannot be loaded. Is the lake still running? Load it again." />;
  return Page === undefined ? <Busy what={entry.title} /> : <Page route={route} />;
}
