import { createHash } from 'node:crypto';

/** Enough of SHA-256 to tell bundles apart: the name of a source map, `BUNDLE` of the function, `bundle` in each line of its log. */
const digits = 16;

export function bundleId(bundle: Buffer): string {
  return createHash('sha256').update(bundle).digest('hex').slice(0, digits);
}
