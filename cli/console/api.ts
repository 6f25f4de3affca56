import { text } from 'node:stream/consumers';
import type { ConsoleAnswer } from '@tributary/local/cloud.ts';
import type { HttpExchange } from '@tributary/local/kernel/operation.ts';
import type { Target } from '../target.ts';
import { UsageError } from '../usage.ts';

/** What an answer is made from. */
export type Asking = {
  /** The lake that this console stands in. */
  readonly target: Target;
  /** What follows the name in the address: `jobs/integration_usage` has `['integration_usage']`. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** Of a POST, as of lines that are to be parsed; else ''. */
  readonly body: string;
};

/** Gives what is told as JSON. Throws UsageError for what was asked wrongly. Nothing of it changes anything. */
export type Answering = (asking: Asking) => Promise<unknown>;

/** What is not there. */
export class NotThereError extends Error {
  override readonly name = 'NotThereError';
}

export type Api = {
  readonly target: () => Target;
  readonly answers: Readonly<Record<string, Answering>>;
  readonly log: (message: string, error: unknown) => void;
};

/** Bytes of a body: some thousand lines. */
const mostBytes = 4_000_000;

/** Answers `/_lake/api/<path>`. */
export async function answerApi(api: Api, path: string, http: HttpExchange): Promise<ConsoleAnswer> {
  const [name = '', ...rest] = path.split('/').map(decoded);
  const answer = Object.hasOwn(api.answers, name) ? api.answers[name] : undefined;
  if (answer === undefined) {
    const names = Object.keys(api.answers).join(', ');
    return json(404, { message: `/_lake/api has nothing called ${name}. It has: ${names}.` });
  }
  const refusal = refusalOf(http);
  if (refusal !== undefined) return refusal;
  try {
    const body = http.method === 'POST' ? await text(http.body) : '';
    return json(200, await answer({ target: api.target(), path: rest, query: http.query, body }));
  } catch (error) {
    return failed(api, name, error);
  }
}

function refusalOf({ method, headers }: HttpExchange): ConsoleAnswer | undefined {
  if (method !== 'GET' && method !== 'POST') return json(405, { message: 'It is asked by GET, or by POST of a text.' });
  if (method === 'GET' || Number(headers['content-length'] ?? Number.POSITIVE_INFINITY) <= mostBytes) return undefined;
  return json(413, {
    message: `A text is sent with its length, at most ${mostBytes / 1_000_000} MB: more is for the command line.`,
  });
}

function failed({ log }: Api, name: string, error: unknown): ConsoleAnswer {
  if (error instanceof UsageError) return json(400, { message: error.message });
  if (error instanceof NotThereError) return json(404, { message: error.message });
  log(`/_lake/api/${name}`, error);
  return json(500, { message: error instanceof Error ? error.message : String(error) });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function json(status: number, value: unknown): ConsoleAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: `${JSON.stringify(value)}\n`,
  };
}
