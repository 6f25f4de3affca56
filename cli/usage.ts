/** How `lake` ends, the same for every command. */
export const exitCodes = {
  done: 0,
  /** It was asked rightly and did not work out: also a statement that Athena refuses, and records that are rejected again. */
  failed: 1,
  /** The call, the environment or the input is wrong: the same call will never work. */
  wrong: 2,
  /** Ctrl-C, as a shell gives it. */
  interrupted: 130,
} as const;

/** The call is wrong: exit code 2, and the text says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly exitCode = exitCodes.wrong;
}

/** Ctrl-C has ended what was under way. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly exitCode = exitCodes.interrupted;
}
