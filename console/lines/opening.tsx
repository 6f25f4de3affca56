import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

type Props = {
  readonly summary: ComponentChildren;
  readonly isOpen: boolean;
  readonly children: ComponentChildren;
};

/** What is opened to be seen, and not made before. */
export function Opening({ summary, isOpen, children }: Props) {
  const [isSeen, setSeen] = useState(isOpen);
  return (
    <details open={isSeen} onToggle={({ currentTarget }) => setSeen(currentTarget.open)}>
      <summary>{summary}</summary>
      {isSeen && <div class="opened">{children}</div>}
    </details>
  );
}
