import type { ComponentChildren } from 'preact';

type Props = {
  /** What scrolls within its place. */
  readonly label: string;
  readonly class?: string;
  readonly children: ComponentChildren;
};

/** What may be wider or higher than its place, and is scrolled by keyboard, too. */
export function Scrolled({ label, class: name = '', children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be reached by keyboard
    <section class={`scroll ${name}`} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
