import { tell } from '../failure.ts';
import { atOnce } from '../files/at-once.ts';
import { ask } from '../status/asked.ts';

/** What was found of one thing. `mend`: the command that puts it right, or where to look; null where there is nothing to do. */
export type Finding = {
  readonly of: string;
  readonly state: 'ok' | 'wrong' | 'unsure' | 'not asked';
  readonly words: string;
  readonly mend: string | null;
};

/** Looks at one thing, or several of a kind. What it throws becomes a finding. */
export type Check = { readonly of: string; readonly look: () => Promise<readonly Finding[]> };

export const ok = (of: string, words: string): Finding => ({ of, state: 'ok', words, mend: null });
export const wrong = (of: string, words: string, mend: string): Finding => ({ of, state: 'wrong', words, mend });
export const unsure = (of: string, words: string, mend: string | null = null): Finding => ({
  of,
  state: 'unsure',
  words,
  mend,
});

const checksAtOnce = 4;

/** Makes all checks, a few at once, and gives their findings in the order of the checks. */
export async function examine(checks: readonly Check[]): Promise<readonly Finding[]> {
  const found = await atOnce(checksAtOnce, checks, async ({ of, look }): Promise<readonly Finding[]> => {
    const asked = await ask(look).catch((error: unknown) => ({ state: 'refused', reason: tell(error) }) as const);
    if (asked.state === 'answered') return asked.answer;
    if (asked.state === 'notCovered') return [{ of, state: 'not asked', words: asked.reason, mend: null }];
    return [unsure(of, `could not be looked at: ${asked.reason}`, null)];
  });
  return found.flat();
}

/** `look`, or what is to be said where AWS answers with one of these errors. */
export async function unless<T>(errors: readonly string[], look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Error && errors.includes(error.name)) return undefined;
    throw error;
  }
}

/** The command that deploys a service of the lake. */
export function deployment(service: string, flags: string): string {
  return `(cd services/${service} && npx serverless deploy${flags === '' ? ' --stage local' : flags})`;
}
