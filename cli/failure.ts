import { exitCodes } from './usage.ts';

/** How a failure ends the process. What is loaded from source may be another copy of a class: the number is asked, not the class. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number') return error.exitCode;
  return exitCodes.failed;
}

/** What happened, in a line or two, with what to do next. */
export function tell(error: unknown): string {
  return withoutPasswords(wordsOf(error));
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED')
    return `no local cloud answers${placeOf(error)}. Start it with npm start, or say where with LAKE_PORT`;
  return error.message === '' ? error.name : error.message;
}

function placeOf(error: object): string {
  return 'address' in error && 'port' in error ? ` on ${error.address}:${error.port}` : '';
}

/** What nobody was waiting for. The stack is for who mends it: a bundle's lines say nothing to others. */
export function tellFault(error: unknown): string {
  if (process.env.LAKE_TRACE !== undefined && error instanceof Error && error.stack !== undefined)
    return withoutPasswords(error.stack);
  return `${tell(error)} (LAKE_TRACE=1 shows where)`;
}

/** Words that were given are told again where they are wrong, also a URL at the wrong place. */
function withoutPasswords(text: string): string {
  return text.replace(/(\w:\/\/[^\s:/]*):\S*@/g, '$1:***@');
}
