import * as z from 'zod';
import { chatText } from '../../core/chat-text.ts';
import type { FindWebhook } from './webhook.ts';

/** A chat did not take a message. The text has the host, and never the path, which is the secret. */
class ChatError extends Error {
  override readonly name = 'ChatError';
}

export type ChatDeps = {
  readonly findWebhook: FindWebhook;
  readonly fetch: (url: URL, init: RequestInit) => Promise<Pick<Response, 'status' | 'ok'>>;
};

const snsEvent = z.object({ Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })) });

const timeoutMs = 8000;

/** Sends each message of the topic to the webhook. A throw has Lambda try twice more, and then the call lies in the dead-letter queue. */
export function createNotifyChat(deps: ChatDeps) {
  return async function notifyChat(event: unknown): Promise<void> {
    for (const { Sns } of snsEvent.parse(event).Records) {
      const text = chatText(Sns.Message);
      if (text !== undefined) await post(deps, text);
    }
  };
}

async function post({ findWebhook, fetch }: ChatDeps, text: string): Promise<void> {
  const url = await findWebhook();
  const status = await statusOf(fetch, url, text);
  if (status >= 200 && status < 300) return;
  throw new ChatError(
    isPassing(status)
      ? `${url.host} answers ${status}: it is tried again`
      : `${url.host} answers ${status}, which trying again does not mend: the webhook's address in the secret is wrong or no longer counts`,
  );
}

async function statusOf(fetch: ChatDeps['fetch'], url: URL, text: string): Promise<number> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
      // Elsewhere may be anywhere, by anything
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return answer.status;
  } catch (error) {
    // Its own error may quote the address
    throw new ChatError(`${url.host} cannot be reached: ${error instanceof Error ? error.name : 'it failed'}`);
  }
}

function isPassing(status: number): boolean {
  return status >= 500 || status === 429;
}
