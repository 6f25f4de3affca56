import { LogCutError, type LogEvent, NoLogError } from './events.ts';

/** What a search through logs leaves out, to be told below what it has found. */
export type Omitted = { readonly cut: Set<string> };

/** A log up to where it is searched. A function that has never run has no log, which is a fault only where its log alone is asked for. */
export async function* bounded(
  log: AsyncGenerator<LogEvent>,
  { isOptional, omitted }: { readonly isOptional: boolean; readonly omitted: Omitted },
): AsyncGenerator<LogEvent> {
  try {
    yield* log;
  } catch (error) {
    if (error instanceof LogCutError) omitted.cut.add(error.message);
    else if (!isOptional || !(error instanceof NoLogError)) throw error;
  }
}

/** The first `most` lines; one more is told as left out. */
export async function* upTo(most: number, log: AsyncGenerator<LogEvent>, omitted: Omitted): AsyncGenerator<LogEvent> {
  let told = 0;
  for await (const event of log) {
    if (told >= most) {
      omitted.cut.add(`there are more than ${most.toLocaleString('en-GB')} lines`);
      return;
    }
    told += 1;
    yield event;
  }
}
