import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

type Props = {
  /** What the button says. */
  readonly label: ComponentChildren;
  /** What it is called where its label does not say it. */
  readonly title?: string;
  readonly align?: 'start' | 'end';
  readonly class?: string;
  /** What stands in the panel, made when it is opened; `close` closes it. */
  readonly children: (close: () => void) => ComponentChildren;
};

/** A button that opens a panel below it; Escape, a click elsewhere and leaving it by keyboard close it. */
export function Popover({ label, title, align = 'start', class: name = '', children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!isOpen) return undefined;
    const outside = ({ target }: Event) => {
      if (target instanceof Node && root.current?.contains(target) === false) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [isOpen]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is of whatever within it is focused
    <div class={`popover ${name}`} ref={root} onKeyDown={({ key }) => key === 'Escape' && isOpen && close()}>
      <button
        type="button"
        ref={button}
        aria-label={title}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
      </button>
      {isOpen && (
        <div class={`pane ${align}`} id={id}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
