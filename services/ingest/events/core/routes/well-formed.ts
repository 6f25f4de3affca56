// Every escape, so that a backslash that is itself escaped does not begin one; two halves that belong together are one.
const escapes = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|[\s\S])/g;
const half = /\\u[dD][89a-fA-F]/;

/** JSON text without halves of characters: SQL engines refuse the whole file for one. Each becomes U+FFFD, as toWellFormed has it. */
export function wellFormedJson(text: string): string {
  if (!half.test(text)) return text;
  return text.replace(escapes, (each) => (each.length === 6 ? '\\ufffd' : each));
}
