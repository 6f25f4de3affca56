export type Tab = { readonly id: string; readonly title: string };

type Props = { readonly tabs: readonly Tab[]; readonly current: string; readonly hrefOf: (id: string) => string };

/** Parts of a page, each with an address of its own. */
export function Tabs({ tabs, current, hrefOf }: Props) {
  return (
    <nav class="tabs" aria-label="Parts of the table">
      <ul>
        {tabs.map(({ id, title }) => (
          <li key={id}>
            <a href={hrefOf(id)} aria-current={id === current ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
