import { type Body, readBody } from './body.ts';
import type { Message } from './message.ts';

/** A message on its way through the routes; its body is read when the first of them asks for it. */
export type Reading = { readonly message: Message; body: Body | null };

/** Throws Rejection when the body is unreadable. */
export function bodyOf(reading: Reading): Body {
  reading.body ??= readBody(reading.message.body, reading.message.properties.contentEncoding);
  return reading.body;
}
