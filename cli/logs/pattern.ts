import type { LogLine } from './read-line.ts';

type Choice = {
  readonly errors?: boolean | undefined;
  readonly request?: string | undefined;
  readonly id?: string | undefined;
};

const bad: ReadonlySet<string> = new Set(['ERROR', 'CRITICAL', 'FATAL']);

/** What CloudWatch Logs is asked for, so that it need not send the rest: any line that may be one, by its words. */
export function patternOf({ errors, request, id = request }: Choice): string | undefined {
  if (id !== undefined) return `"${id}"`;
  return errors ? [...bad, 'Task timed out', 'Runtime', 'Status: '].map((words) => `?"${words}"`).join(' ') : undefined;
}

/** What the words alone do not tell: a line that only mentions an error is none. */
export function isError(line: LogLine | undefined): boolean {
  return line !== undefined && bad.has(line.level);
}
