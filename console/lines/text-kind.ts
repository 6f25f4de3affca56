export type TextKind = 'lines' | 'messages';

/** What a text is taken for: messages are JSON, but for what CloudWatch Logs wraps lines in. */
export function textKindOf(text: string): TextKind {
  const head = text.slice(0, 4_096).replace(/^[\ufeff\s]+/, '');
  if (!/^[{[]/.test(head)) return 'lines';
  return /"(logEvents|messageType|logGroup)"\s*:/.test(head) ? 'lines' : 'messages';
}

/** Characters of UTF-8 that `/_lake/api` takes. */
const mostBytes = 4_000_000;

/** Why a text or file of so many bytes is not tried here; undefined where it is. */
export function whyTooMuch(bytes: number): string | undefined {
  return bytes <= mostBytes
    ? undefined
    : `It is more than ${mostBytes / 1_000_000} MB, which is for the command line: npx lake parse < FILE, or npx lake route < FILE.`;
}
