import { go, hrefOf } from '../app/route.ts';

export type Search = { readonly find: string; readonly only: string };

type Props = {
  /** Whose address keeps what is searched for. */
  readonly page: string;
  readonly search: Search;
  readonly states: readonly string[];
  readonly shown: number;
  readonly all: number;
};

/** What a page's address searches for: words, and a state; '' where nothing. */
export function searchIn(query: URLSearchParams): Search {
  return { find: query.get('find') ?? '', only: query.get('state') ?? '' };
}

/** Search by words and by state, with how many were found. */
export function FindBar({ page, search, states, shown, all }: Props) {
  const look = (next: Partial<Search>) => {
    const { find, only } = { ...search, ...next };
    go(hrefOf(page, [], { find: find || undefined, state: only || undefined }), { replace: true });
  };
  return (
    <div class="bar">
      <label>
        Find{' '}
        <input type="search" value={search.find} onInput={({ currentTarget }) => look({ find: currentTarget.value })} />
      </label>
      <label>
        State{' '}
        <select value={search.only} onChange={({ currentTarget }) => look({ only: currentTarget.value })}>
          <option value="">any</option>
          {states.map((state) => (
            <option key={state} value={state}>
              {state}
            </option>
          ))}
        </select>
      </label>
      <span class="quiet" aria-live="polite">
        {shown} of {all}
      </span>
    </div>
  );
}
