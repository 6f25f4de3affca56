import { CopyButton } from '../parts/copy-button.tsx';
import { filled, type Values } from './words.ts';

/** A command as it is typed, to be copied. */
export function Command({ text, values }: { readonly text: string; readonly values: Values }) {
  const command = filled(text, values);
  if (command.trim() === '') return null;
  return (
    <div class="command">
      <code>{command}</code>
      <CopyButton text={() => command}>Copy</CopyButton>
    </div>
  );
}
