import { hash } from 'node:crypto';

/** Hex digits of what `digest` gives. */
export const digestLength = 32;

/** 32 hex digits of a SHA-256 over the parts, which a line feed separates. */
export function digest(...parts: readonly string[]): string {
  return hash('sha256', parts.join('\n'), 'hex').slice(0, digestLength);
}
