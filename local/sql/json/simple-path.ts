import { type Json, memberOf } from './tree.ts';

/** The steps of the path of json_extract: `$.a`, `$["a b"]`, `$.a[0]`, `$.a[*]`; undefined where it is no path. */
export function readSimplePath(path: string): readonly (string | number)[] | undefined {
  const text = path.startsWith('$') ? path.slice(1) : undefined;
  if (text === undefined) return undefined;
  const steps: (string | number)[] = [];
  let at = 0;
  while (at < text.length) {
    STEP.lastIndex = at;
    const found = STEP.exec(text);
    if (!found) return undefined;
    steps.push(found[2] === undefined ? unescaped(found[1] ?? found[3] ?? '') : Number(found[2]));
    at += found[0].length;
  }
  return steps;
}

/** The value at a path; undefined where there is none. */
export function atSimplePath(json: Json, path: readonly (string | number)[]): Json | undefined {
  let value: Json | undefined = json;
  for (const step of path) value = value && child(value, step);
  return value;
}

const STEP = /\.([^.[\]"]+)|\[\s*(\d+)\s*\]|\[\s*"((?:[^"\\]|\\.)*)"\s*\]/y;

function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}

function child(json: Json, step: string | number): Json | undefined {
  if (typeof step === 'string')
    return memberOf(json, step) ?? (json.is === 'array' && /^\d+$/.test(step) ? json.items[Number(step)] : undefined);
  return json.is === 'array' ? json.items[step] : memberOf(json, String(step));
}
