/** The call is wrong: exit code 2, and the text says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The exit code of what Ctrl-C has ended, as a shell gives it. */
export const interruptedCode = 130;
