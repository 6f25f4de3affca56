/** Whether `text` matches an IAM pattern: `*` any run of characters, `?` exactly one. */
export type Matcher = (text: string) => boolean;

const special = /[.+^${}()|[\]\\]/g;

/** Compiles a pattern; a plain string compares, which is most of them. */
export function compilePattern(pattern: string, caseSensitive = true): Matcher {
  if (pattern === '*') return () => true;
  if (!/[*?]/.test(pattern)) return exact(pattern, caseSensitive);
  const source = pattern.replace(special, '\\$&').replaceAll(/\*+/g, '.*').replaceAll('?', '.');
  const regex = new RegExp(`^${source}$`, caseSensitive ? 's' : 'is');
  return (text) => regex.test(text);
}

function exact(pattern: string, caseSensitive: boolean): Matcher {
  if (caseSensitive) return (text) => text === pattern;
  const folded = pattern.toLowerCase();
  return (text) => text.toLowerCase() === folded;
}

const variable = /\$\{([^}]*)\}/g;
const escapes: Readonly<Record<string, string>> = { '*': '*', '?': '?', $: '$' };

/** Whether a pattern holds policy variables, so that it can only be compiled for a request. */
export function hasVariables(pattern: string): boolean {
  return pattern.includes('${');
}

/**
 * Compiles a pattern with policy variables for one request: `${aws:PrincipalArn}`, `${key, 'default'}`, and the escapes
 * `${*}`, `${?}`, `${$}`. A variable without a value makes the pattern match nothing, as on AWS.
 */
export function compileWithVariables(pattern: string, read: (key: string) => string | undefined): Matcher {
  let source = '';
  let last = 0;
  for (const match of pattern.matchAll(variable)) {
    const value = substitute(match[1] ?? '', read);
    if (value === undefined) return () => false;
    source += wildcards(pattern.slice(last, match.index)) + value.replace(special, '\\$&').replaceAll(/[*?]/g, '\\$&');
    last = match.index + match[0].length;
  }
  const regex = new RegExp(`^${source}${wildcards(pattern.slice(last))}$`, 's');
  return (text) => regex.test(text);
}

/** Replaces the variables of a text that is compared as it stands; undefined when one of them has no value. */
export function substituteVariables(text: string, read: (key: string) => string | undefined): string | undefined {
  let missing = false;
  const result = text.replaceAll(variable, (_, expression: string) => {
    const value = substitute(expression, read);
    missing ||= value === undefined;
    return value ?? '';
  });
  return missing ? undefined : result;
}

function wildcards(text: string): string {
  return text.replace(special, '\\$&').replaceAll(/\*+/g, '.*').replaceAll('?', '.');
}

function substitute(expression: string, read: (key: string) => string | undefined): string | undefined {
  const escaped = escapes[expression];
  if (escaped !== undefined) return escaped;
  const [key = '', fallback] = expression.split(/,\s*/, 2);
  return read(key.trim().toLowerCase()) ?? fallback?.replace(/^'(.*)'$/s, '$1');
}
