/** JSON text on several lines; numbers and texts stay as they are written, which JSON.parse would not leave so. */
export function indented(json: string): string {
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  const parts: string[] = [];
  const open = { depth: 0 };
  for (const [at, token] of tokens.entries()) {
    if (isClosing(token)) open.depth -= 1;
    parts.push(gap(tokens[at - 1], token, open.depth), token);
    if (isOpening(token)) open.depth += 1;
  }
  return parts.join('');
}

function gap(previous: string | undefined, token: string, depth: number): string {
  if (previous === undefined) return '';
  if (previous === ':') return ' ';
  return previous === ',' || isOpening(previous) !== isClosing(token) ? newLine(token, depth) : '';
}

function newLine(token: string, depth: number): string {
  return token === ',' || token === ':' ? '' : `\n${'  '.repeat(depth)}`;
}

function isOpening(token: string): boolean {
  return token === '{' || token === '[';
}

function isClosing(token: string): boolean {
  return token === '}' || token === ']';
}
