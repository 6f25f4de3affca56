export const exchangeTypes = ['direct', 'topic', 'fanout', 'headers'] as const;

export type ExchangeType = (typeof exchangeTypes)[number];

export type Binding = {
  readonly vhost: string;
  readonly exchange: string;
  readonly queue: string;
  readonly routingKey: string;
  readonly arguments: Readonly<Record<string, unknown>>;
};

type Routed = { readonly routingKey: string; readonly headers: Readonly<Record<string, unknown>> };

/** Whether an exchange of the type passes a message through the binding. */
export function matches(type: ExchangeType, binding: Binding, message: Routed): boolean {
  if (type === 'fanout') return true;
  if (type === 'direct') return binding.routingKey === message.routingKey;
  if (type === 'topic') return matchesTopic(binding.routingKey.split('.'), message.routingKey.split('.'));
  return matchesHeaders(binding.arguments, message.headers);
}

/** `*` is one word, `#` any number of them. The reachable positions are kept as a set, so that many `#` cost nothing. */
function matchesTopic(pattern: readonly string[], words: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const part of pattern) reached = new Set([...reached].flatMap((at) => after(part, at, words)));
  return reached.has(words.length);
}

/** Where a part of the pattern that begins at a word may end. */
function after(part: string, at: number, words: readonly string[]): readonly number[] {
  if (part === '#') return Array.from({ length: words.length - at + 1 }, (_one, more) => at + more);
  return at < words.length && (part === '*' || part === words[at]) ? [at + 1] : [];
}

/** All named headers, or any of them, as `x-match` says; a header that is bound to null needs only to be there. */
function matchesHeaders(
  wanted: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, unknown>>,
): boolean {
  const { 'x-match': mode = 'all', ...named } = wanted;
  const tests = Object.entries(named).filter(([name]) => !name.startsWith('x-'));
  const has = ([name, value]: [string, unknown]) =>
    Object.hasOwn(headers, name) && (value === null || JSON.stringify(headers[name]) === JSON.stringify(value));
  return mode === 'any' ? tests.some(has) : tests.every(has);
}
