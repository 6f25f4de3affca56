import { type ATNSimulator, BaseErrorListener, type RecognitionException, type Recognizer, type Token } from 'antlr4ng';
import { SqlError } from '../error.ts';

/** A listener that ends the parse at the first error, in Trino's words. */
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
    throw new SqlError('SYNTAX_ERROR', worded(message, offending), { line, column: column + 1 });
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
