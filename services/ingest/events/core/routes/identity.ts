import { createHash } from 'node:crypto';
import type { Message } from './message.ts';

// Of the 256 characters that an id may have: what is made of an array's elements is numbered.
const maxLength = 240;

/**
 * The identity of a message: the one that it was given before; else its message id, which is unique within an app; else a hash of what it is.
 * docs/decisions/0029-identity-of-events.md
 */
export function eventIdOf(message: Message): string {
  const { identity, properties } = message;
  if (identity !== undefined) return identity;
  return properties.messageId ? scoped(properties.messageId, properties.appId ?? '') : hashOf(message);
}

/** `<app>/<id>`; without an app the id as it is, unless it could be taken for that. */
function scoped(messageId: string, appId: string): string {
  const isBare = appId === '' && !messageId.includes('/');
  const id = isBare ? messageId : `${encodeURIComponent(appId.toWellFormed())}/${messageId}`;
  if (id.length <= maxLength && id.isWellFormed()) return id;
  return `v2:${createHash('sha256')
    .update(JSON.stringify([appId, messageId]))
    .digest('hex')}`;
}

/** What a repeated delivery has in common with the first, and two messages of the same body need not. */
function hashOf({ exchange, routingKey, properties, body }: Message): string {
  const { type, appId, timestamp } = properties;
  const beside = JSON.stringify([type || null, exchange, routingKey, timestamp, appId || null]);
  return `v2:${createHash('sha256').update(beside).update(body).digest('hex')}`;
}
