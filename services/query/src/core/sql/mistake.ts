/** What is wrong in a statement; line and column begin at 1, of the statement. */
export type SqlMistake = { readonly line: number; readonly column: number; readonly message: string };

/** `'day': did you mean …?` for lists of mistakes; nothing where nothing is near. */
export function didYouMean(near: string | undefined): string {
  return near === undefined ? '' : `: did you mean ${near}?`;
}
