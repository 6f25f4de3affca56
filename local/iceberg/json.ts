const marker = '\u0000big:';

/** Reads JSON whose whole numbers may exceed 2^53 (snapshot ids do): those of 16 digits and more become bigints. */
export function parseJson(text: string): unknown {
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (token) =>
    token.startsWith('"') ? token : `"\\u0000big:${token}"`,
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(marker) ? BigInt(value.slice(marker.length)) : value,
  );
}

/** Writes JSON; bigints become plain numbers. */
export function printJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(
    value,
    (_key, item: unknown) => (typeof item === 'bigint' ? `${marker}${item}` : item),
    indent,
  );
  return text.replace(/"\\u0000big:(-?\d+)"/g, '$1');
}
