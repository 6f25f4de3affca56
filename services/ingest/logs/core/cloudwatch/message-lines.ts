/**
 * The lines of a message: of most, one. An agent that does not part them sends several in one event; those that are blank are no lines. What is
 * JSON as a whole is one line, however it is laid out.
 */
export function linesOfMessage(text: string): readonly string[] {
  if (!text.includes('\n')) return [text];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return [''];
  return lines.length > 1 && isJson(text) ? [text] : lines;
}

function isJson(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
