/** An error as AWS answers it: `code` is AWS's error name, `status` its HTTP status, `members` its further modelled fields. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** What the local cloud does not do is refused by name, never silently accepted. */
export function notCovered(what: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `The local cloud does not cover ${what}. local/COVERAGE.md lists what it does.`,
    501,
  );
}
