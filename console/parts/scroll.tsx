import type { ComponentChildren } from 'preact';

type Props = {
  /** What is in it, for who hears the page. */
  readonly label: string;
  readonly children: ComponentChildren;
};

/** What may be wider than the page scrolls by itself, also by keyboard. */
export function Scroll({ label, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard
    <section class="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
