import { invalidPattern } from './invalid-pattern.ts';

/** `*` stands for any text; `\\*` and `\\\\` for themselves. Matches piece by piece, in linear time. */
export function compileWildcard(operand: string, path: string): (text: string) => boolean {
  const [first = '', ...rest] = readPieces(operand, path);
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    return holdsInOrder(text.slice(first.length, text.length - last.length), rest);
  };
}

/** The texts between the stars. */
function readPieces(operand: string, path: string): readonly string[] {
  if (/(?<!\\)\*\*/.test(operand)) throw invalidPattern(`Consecutive wildcard characters at ${path}`);
  const tokens = [...operand.matchAll(/\\\*|\\\\|\*|[^*\\]+|\\/g)].map(([token]) => token);
  if (tokens.includes('\\')) throw invalidPattern(`Invalid escape character at ${path}`);
  const pieces: string[] = [''];
  for (const token of tokens) {
    if (token === '*') pieces.push('');
    else pieces.push(`${pieces.pop()}${token.replace(/^\\/, '')}`);
  }
  return pieces;
}

function holdsInOrder(text: string, pieces: readonly string[]): boolean {
  let at = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}
