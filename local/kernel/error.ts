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

/** An error whose answer carries headers of its own: those of an object that was not changed, or of a delete marker. */
export class ErrorWithHeaders extends AwsError {
  readonly headers: Readonly<Record<string, string>>;

  constructor(error: AwsError, headers: Readonly<Record<string, string>>) {
    super(error.code, error.message, error.status, error.members);
    this.headers = headers;
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
