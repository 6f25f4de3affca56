import type { ComponentChildren } from 'preact';

/** What went wrong, where a reader of the screen hears it at once. */
export function Failure({ error, what }: { readonly error: Error; readonly what: string }) {
  const code = 'code' in error ? ` (${String(error.code)})` : '';
  return (
    <p class="notice failure" role="alert">
      <strong>{what}</strong> {error.message}
      {code}
    </p>
  );
}

/** Nothing is there, and what would bring it. */
export function Nothing({ children }: { readonly children: ComponentChildren }) {
  return <p class="notice nothing">{children}</p>;
}

export function Busy({ what }: { readonly what: string }) {
  return (
    <p class="notice busy" role="status">
      {what}…
    </p>
  );
}
