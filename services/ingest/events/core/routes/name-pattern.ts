/** Makes an event type of a routing key, a class name or a URN; null where the text is not as the pattern says. */
export type ReadName = (text: string) => string | null;

// Routing keys and types have 255 bytes at most; what is longer is no name, and would take long to look at.
const maxLength = 300;

/**
 * A pattern is text with `*` for anything and once `{word}` (letters, digits, _ and -) or `{words}` (words with . : / between): `urn:message:*:{word}`,
 * `*.{word}Event`, `shop.{words}`. The word becomes a name: `OrderPlaced`, `order-placed` and `order.placed` are all `order_placed`. Null if it is no pattern.
 */
export function parseNamePattern(pattern: string): ReadName | null {
  const stars = pattern.split('*').length - 1;
  if (stars > 2 || pattern.match(/\{words?\}/g)?.length !== 1) return null;
  const source = pattern.replace(/\*|\{words?\}|[.*+?^${}()|[\]\\/-]/g, (part) => parts[part] ?? `\\${part}`);
  const whole = new RegExp(`^${source}$`, 'su');
  return (text) => {
    const word = text.length > maxLength ? undefined : whole.exec(text)?.groups?.name;
    return word === undefined ? null : snakeCase(word);
  };
}

const parts: Readonly<Record<string, string>> = {
  '*': '.*?',
  '{word}': '(?<name>[A-Za-z0-9_-]+)',
  '{words}': '(?<name>[A-Za-z0-9_.:/-]+)',
};

/** `HTTPRequestSent` is `http_request_sent`. */
function snakeCase(word: string): string {
  return word
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
}
