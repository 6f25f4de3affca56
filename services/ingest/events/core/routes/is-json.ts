import { isUtf8 } from 'node:buffer';

/** Whether bytes are JSON as they stand. */
export function isJson(bytes: Buffer): boolean {
  // What no JSON begins with need not be parsed: white space, a byte order mark, and the first characters of values.
  if (!/^[\s\ufeff]*["{[\-\dtfn]/.test(bytes.toString('utf8', 0, 64)) || !isUtf8(bytes)) return false;
  try {
    JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
    return true;
  } catch {
    return false;
  }
}
