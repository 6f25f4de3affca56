import { UsageError } from './usage.ts';

/** An address in the environment; undefined where none is set. Throws UsageError where it is none of `schemes`. */
export function addressIn(name: string, schemes: readonly string[], example: string): string | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  const isSuch = schemes.some((scheme) => text.toLowerCase().startsWith(`${scheme}://`) && text[scheme.length + 3]);
  if (isSuch && URL.canParse(text)) return text;
  throw new UsageError(`${name} is no address of ${schemes.join(' or ')} (as ${example}): ${text}`);
}
