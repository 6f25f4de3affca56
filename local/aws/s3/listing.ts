import { afterPrefix, lowerBound } from './order.ts';

export type ListRequest = {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only keys after this one; a common prefix that was the last of a page counts as a key. */
  readonly after: string;
  readonly max: number;
};

export type ListEntry = { readonly key: string } | { readonly commonPrefix: string };

export type ListPage = {
  readonly entries: readonly ListEntry[];
  readonly truncated: boolean;
  /** The last key or common prefix of the page. */
  readonly last: string | undefined;
};

/** Walks sorted keys once, stepping over what a common prefix stands for. */
export function listKeys(keys: readonly string[], request: ListRequest, isVisible: (key: string) => boolean): ListPage {
  const entries: ListEntry[] = [];
  for (const entry of walk(keys, request, isVisible)) {
    if (entries.length >= request.max) return { entries, truncated: request.max > 0, last: nameOf(entries.at(-1)) };
    entries.push(entry);
  }
  return { entries, truncated: false, last: nameOf(entries.at(-1)) };
}

function nameOf(entry: ListEntry | undefined): string | undefined {
  return entry && ('key' in entry ? entry.key : entry.commonPrefix);
}

function* walk(
  keys: readonly string[],
  request: ListRequest,
  isVisible: (key: string) => boolean,
): Generator<ListEntry> {
  let at = startOf(keys, request);
  for (let key = keys[at]; key?.startsWith(request.prefix); key = keys[at]) {
    const commonPrefix = commonPrefixOf(key, request);
    const isDone = commonPrefix === request.after;
    const isShown = !isDone && isVisible(key);
    if (isShown) yield commonPrefix === undefined ? { key } : { commonPrefix };
    at = isShown || isDone ? afterEntry(keys, at, commonPrefix) : at + 1;
  }
}

function afterEntry(keys: readonly string[], at: number, commonPrefix: string | undefined): number {
  return commonPrefix === undefined ? at + 1 : afterPrefix(keys, commonPrefix);
}

function startOf(keys: readonly string[], { prefix, after }: ListRequest): number {
  const fromPrefix = lowerBound(keys, prefix);
  if (after === '') return fromPrefix;
  const fromAfter = lowerBound(keys, after);
  return Math.max(fromPrefix, keys[fromAfter] === after ? fromAfter + 1 : fromAfter);
}

function commonPrefixOf(key: string, { prefix, delimiter }: ListRequest): string | undefined {
  if (delimiter === '') return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** Keys as the caller wants them written: `encoding-type=url` lets XML carry any character. */
export function keyWriter(encodingType: string | undefined): (key: string) => string {
  if (encodingType !== 'url') return (key) => key;
  return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
}
