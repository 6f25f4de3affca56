import type { Matcher } from './matcher.ts';

const term = /([-?]?)(?:"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)*)%|([^\s"%]+))(?:\s+|$)/y;

type Test = { readonly sign: string; readonly holds: Matcher };

/** Terms are case-sensitive parts of the message; `-` excludes, `?` asks for any of those marked so, unless others are required. */
export function readTerms(text: string): Matcher {
  const tests: Test[] = [];
  for (let at = 0; at < text.length; at = term.lastIndex) {
    term.lastIndex = at;
    const match = term.exec(text);
    if (match === null) throw new Error(`not a term at position ${at + 1}: ${text.slice(at, at + 20)}`);
    tests.push({ sign: match[1] ?? '', holds: holder(match[2], match[3], match[4]) });
  }
  const of = (sign: string) => tests.filter((test) => test.sign === sign).map((test) => test.holds);
  const [required, excluded, optional] = [of(''), of('-'), of('?')];
  return (message) =>
    required.every((holds) => holds(message)) &&
    !excluded.some((holds) => holds(message)) &&
    (required.length > 0 || optional.length === 0 || optional.some((holds) => holds(message)));
}

function holder(quoted: string | undefined, regex: string | undefined, word: string | undefined): Matcher {
  if (regex !== undefined) {
    const expression = new RegExp(regex);
    return (message) => expression.test(message);
  }
  const part = quoted === undefined ? (word ?? '') : quoted.replace(/\\(.)/g, '$1');
  return (message) => message.includes(part);
}
