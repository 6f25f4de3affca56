/** Where reading stands in a line. `cut` turns true once the line ended before what was looked for. */
export type Cursor = { readonly text: string; at: number; cut: boolean };

/** The text up to the next space, which is passed; the rest of the line, and `cut`, when there is none. */
export function nextWord(cursor: Cursor): string {
  const end = cursor.text.indexOf(' ', cursor.at);
  if (end >= 0) {
    const word = cursor.text.slice(cursor.at, end);
    cursor.at = end + 1;
    return word;
  }
  const rest = cursor.text.slice(cursor.at);
  cursor.at = cursor.text.length;
  cursor.cut = true;
  return rest;
}

/** A whole number, with HAProxy's leading `+` or `-`; null when it is none. */
export function readInteger(text: string): number | null {
  const start = text.charCodeAt(0) === 45 || text.charCodeAt(0) === 43 ? 1 : 0;
  if (text.length === start || text.length > 16) return null;
  let value = 0;
  for (let at = start; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return text.charCodeAt(0) === 45 ? -value : value;
}

/** `-` stands for what is absent. */
export function dashAsNull(text: string): string | null {
  return text === '-' || text === '' ? null : text;
}
