import { type ATNSimulator, BaseErrorListener, type RecognitionException, type Recognizer, type Token } from 'antlr4ng';

/** A text that Trino's grammar does not have, in Trino's words; line and column begin at 1. */
export class TrinoSyntaxError extends Error {
  override readonly name = 'TrinoSyntaxError';
  readonly line: number;
  readonly column: number;

  constructor(message: string, { line, column }: { readonly line: number; readonly column: number }) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** A text that nests so deep that Trino's parser would use up its stack. */
export class TooDeepError extends Error {
  override readonly name = 'TooDeepError';
}

/** A listener that ends the parse at the first error; throws TrinoSyntaxError. */
export function syntaxErrors(): BaseErrorListener {
  const listener = new BaseErrorListener();
  listener.syntaxError = <S extends Token, T extends ATNSimulator>(
    _recognizer: Recognizer<T> | null,
    offending: S | null,
    line: number,
    column: number,
    message: string,
    _error: RecognitionException | null,
  ) => {
    throw new TrinoSyntaxError(worded(message, offending), { line, column: column + 1 });
  };
  return listener;
}

function worded(message: string, offending: Token | null): string {
  const expected = /expecting (.*)$/s.exec(message)?.[1];
  const text = offending?.text;
  if (!text) return message;
  const input = `'${text}'`;
  return expected ? `mismatched input ${input}. Expecting: ${expected}` : `mismatched input ${input}`;
}
