import { setTimeout as sleep } from 'node:timers/promises';

export type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'rows'>;

/** A look as it is drawn over the one before: from the top, no longer than the terminal is high. Elsewhere one follows another. */
export function drawn(text: string, { isTTY, rows }: Screen): string {
  if (!isTTY) return `${text}\n`;
  const lines = text.trimEnd().split('\n');
  const room = Math.max(2, rows || 24) - 1;
  const shown =
    lines.length <= room
      ? lines
      : [...lines.slice(0, room - 1), `… ${lines.length - room + 1} more lines: without --watch`];
  return `\u001b[H${shown.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`;
}

/** Looks again and again until Ctrl-C; gives what the last look came to. `look` gives its code. */
export async function watch(look: () => Promise<number>, pauseMs: number, stop: AbortSignal): Promise<number> {
  for (;;) {
    const code = await look();
    if (stop.aborted) return code;
    await sleep(pauseMs, undefined, { signal: stop }).catch(() => undefined);
    if (stop.aborted) return code;
  }
}

/** Something that is asked at most once in a while; in between, what it was. */
export function everySoOften<T>(everyMs: number, question: () => Promise<T>, now: () => number): () => Promise<T> {
  let asked: { readonly at: number; readonly answer: Promise<T> } | undefined;
  return () => {
    if (asked === undefined || now() - asked.at >= everyMs) asked = { at: now(), answer: question() };
    return asked.answer;
  };
}
