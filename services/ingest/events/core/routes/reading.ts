import { type Body, readBody } from './body.ts';
import type { Message } from './message.ts';
import { isMessagePack, readMessagePack } from './message-pack.ts';

/** A message on its way through the routes; its body is read when the first of them asks for it. */
export type Reading = { readonly message: Message; body: Body | null };

/** The body of a message that has none: nothing is anywhere in it. */
export const noBody: Body = { text: '', value: undefined };

/** Throws Rejection when the body is unreadable. */
export function bodyOf(reading: Reading): Body {
  reading.body ??= read(reading.message);
  return reading.body;
}

function read({ body, properties: { contentType = null, contentEncoding } }: Message): Body {
  if (body.length === 0) return noBody;
  return isMessagePack(contentType) ? readMessagePack(body, contentEncoding) : readBody(body, contentEncoding);
}
