/**
 * Cuts JSON text into the texts of its parts, without building them: numbers keep all their digits, and depth costs no stack.
 * The text must be JSON that JSON.parse takes; compactJson's answer is what the other functions read.
 */

const quote = 34;
const backslash = 92;
const comma = 44;

/** The same JSON without the white space between its tokens. */
export function compactJson(json: string): string {
  let out = '';
  let from = 0;
  for (let at = 0; at < json.length; ) {
    const code = json.charCodeAt(at);
    if (code === quote) at = stringEnd(json, at);
    else {
      if (code <= 32) {
        out += json.slice(from, at);
        from = at + 1;
      }
      at += 1;
    }
  }
  return from === 0 ? json : out + json.slice(from);
}

export const isObjectText = (json: string): boolean => json.startsWith('{');
export const isArrayText = (json: string): boolean => json.startsWith('[');

/** The members of an object, each value as text. Of a key that occurs twice the last counts, as for JSON.parse. */
export function membersOf(object: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (let at = 1; at < object.length - 1; ) {
    const colon = stringEnd(object, at);
    const end = valueEnd(object, colon + 1);
    members.set(keyText(object.slice(at, colon)), object.slice(colon + 1, end));
    at = end + 1;
  }
  return members;
}

/** The elements of an array, each as text. */
export function elementsOf(array: string): readonly string[] {
  const elements: string[] = [];
  for (let at = 1; at < array.length - 1; ) {
    const end = valueEnd(array, at);
    elements.push(array.slice(at, end));
    at = end + 1;
  }
  return elements;
}

function keyText(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}

/** Where the value that begins at `at` ends: before a comma or a bracket that is not its own. */
function valueEnd(json: string, at: number): number {
  let depth = 0;
  for (let here = at; here < json.length; ) {
    const code = json.charCodeAt(here);
    if (depth === 0 && endsValue(code)) return here;
    depth += depthChange(code);
    here = code === quote ? stringEnd(json, here) : here + 1;
  }
  return json.length;
}

/** Where the string that `open` begins has ended: after its closing quote. */
function stringEnd(json: string, open: number): number {
  for (let at = json.indexOf('"', open + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let slashes = 0;
    while (json.charCodeAt(at - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return json.length;
}

const endsValue = (code: number): boolean => code === comma || depthChange(code) < 0;

/** 1 for { and [, -1 for } and ]. */
function depthChange(code: number): number {
  if (code === 123 || code === 91) return 1;
  return code === 125 || code === 93 ? -1 : 0;
}
