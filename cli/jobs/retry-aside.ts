import type { Desk } from './desk.ts';
import { tellAll, tellIds } from './lanes.ts';

const mostNamed = 10;

/** Has what a target has set aside tried again; gives what to say of it. */
export async function retryAside(desk: Desk, name: string, flags: string): Promise<string> {
  const { aside } = await desk.look();
  if (aside.length === 0) return `Nothing of ${name} is set aside.\n`;
  await desk.order({ retry: name });
  const ids = tellIds(
    aside.map(({ id }) => id),
    { of: aside.length, most: mostNamed },
  );
  const verbs = aside.length === 1 ? 'was set aside, and goes again' : 'were set aside, and go again';
  return `${tellAll(aside)} of ${name} ${verbs}${ids === '' ? '' : `: ${ids}`}\nlake jobs ${name}${flags} shows what becomes of it.\n`;
}
