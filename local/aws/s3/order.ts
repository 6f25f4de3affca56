/** S3's order of keys: by UTF-8 bytes, which for surrogate pairs is not the order of JavaScript's code units. */
export function compareKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above every other code unit. */
function rank(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff ? codeUnit + 0x10000 : codeUnit;
}

/** The first position whose key is not before `key`. */
export function lowerBound(keys: readonly string[], key: string): number {
  return firstWhere(keys, (candidate) => compareKeys(candidate, key) >= 0);
}

/** The first position after all keys up to `prefix` and all that begin with it. */
export function afterPrefix(keys: readonly string[], prefix: string): number {
  return firstWhere(keys, (candidate) => compareKeys(candidate, prefix) > 0 && !candidate.startsWith(prefix));
}

function firstWhere(keys: readonly string[], holds: (key: string) => boolean): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(keys[middle] ?? '')) high = middle;
    else low = middle + 1;
  }
  return low;
}
