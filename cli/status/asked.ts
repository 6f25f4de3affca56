/** What was asked of AWS: an answer, or why there is none. `notCovered`: the local cloud has no such thing, which is nobody's fault. */
export type Asked<T> =
  | { readonly state: 'answered'; readonly answer: T }
  | { readonly state: 'notCovered' | 'refused'; readonly reason: string };

/** Asks; a refusal is an answer too, unless nobody is there to answer. */
export async function ask<T>(question: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { state: 'answered', answer: await question() };
  } catch (error) {
    if (!(error instanceof Error) || isUnreachable(error)) throw error;
    if (error.name === 'NotImplemented') return { state: 'notCovered', reason: 'the local cloud does not cover it' };
    return { state: 'refused', reason: firstLine(`${error.name}: ${error.message}`) };
  }
}

/** No endpoint, no network, no credentials: nothing else would be answered either. */
function isUnreachable(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : '';
  return /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/.test(code) || error.name === 'CredentialsProviderError';
}

function firstLine(text: string): string {
  const [line = ''] = text.split('\n');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
