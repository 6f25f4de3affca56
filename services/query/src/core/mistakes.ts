/** Files are not as they must be; the message has a line for each mistake: `file:line:column: what, and what to do`. */
export class MistakesError extends Error {
  override readonly name = 'MistakesError';

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
  }
}

/** By file, line and column; each once. */
export function inOrder(mistakes: readonly string[]): readonly string[] {
  // Names in quotes may hold the end of a line.
  const lines = mistakes.map((each) => each.replace(/\s*[\r\n]+\s*/g, ' '));
  return [...new Set(lines)].toSorted((a, b) => {
    const [x, y] = [placeOf(a), placeOf(b)];
    return x.file === y.file ? x.line - y.line || x.column - y.column : x.file < y.file ? -1 : 1;
  });
}

function placeOf(mistake: string) {
  const [, file = '', line = '0', column = '0'] = /^(.*?):(\d+):(\d+): /.exec(mistake) ?? [];
  return { file, line: Number(line), column: Number(column) };
}
