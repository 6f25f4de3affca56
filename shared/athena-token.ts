import { createHash } from 'node:crypto';

/** A client request token, 64 hexadecimal digits, from what makes an execution itself: its input and its attempt number. */
export function tokenOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
