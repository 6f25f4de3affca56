import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type Props = { readonly text: () => string; readonly children: ComponentChildren };

const toldForMs = 2_000;

/** Copies a text, and says that it did, or why it could not. */
export function CopyButton({ text, children }: Props) {
  const [told, setTold] = useState('');
  useEffect(() => {
    if (told === '') return undefined;
    const timer = setTimeout(() => setTold(''), toldForMs);
    return () => clearTimeout(timer);
  }, [told]);
  const copy = () => {
    // Browsers have a clipboard for 127.0.0.1 and https alone.
    const copied = navigator.clipboard?.writeText(text()) ?? Promise.reject(new Error('no clipboard'));
    copied.then(
      () => setTold('Copied'),
      () => setTold('The browser does not allow it'),
    );
  };
  return (
    <button type="button" onClick={copy}>
      <span aria-live="polite">{told === '' ? children : told}</span>
    </button>
  );
}
