/** A piece of a replacement: text, a group's number, or a group's name. */
export type ReplacementPart = string | number | { readonly name: string };

/** Reads a replacement with `$1`, `${name}` and backslashes; a text in place of the parts: why it is none. */
export function javaReplacement(
  replacement: string,
  groups: number,
  names: readonly string[],
): readonly ReplacementPart[] | { readonly error: string } {
  const parts: ReplacementPart[] = [];
  for (const found of replacement.matchAll(/\\([\s\S])|\$\{(\w+)\}|\$(\d+)|([^\\$]+)|([\\$])/g)) {
    const read = part(found, groups, names);
    if (!read) return { error: `Illegal replacement sequence: ${replacement}` };
    parts.push(...read);
  }
  return parts;
}

function part(
  found: RegExpExecArray,
  groups: number,
  names: readonly string[],
): readonly ReplacementPart[] | undefined {
  const [, escaped, name, digits, plain] = found;
  const text = escaped ?? plain;
  if (text !== undefined) return [text];
  if (name !== undefined) return names.includes(name) ? [{ name }] : undefined;
  return digits === undefined ? undefined : groupReference(digits, groups);
}

/** As many digits as make a group that there is; the others are text. */
function groupReference(digits: string, groups: number): readonly ReplacementPart[] | undefined {
  if (Number(digits[0]) > groups) return undefined;
  let length = 1;
  while (length < digits.length && Number(digits.slice(0, length + 1)) <= groups) length += 1;
  const number = Number(digits.slice(0, length));
  return length === digits.length ? [number] : [number, digits.slice(length)];
}
