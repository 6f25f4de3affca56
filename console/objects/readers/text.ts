export type Text = {
  readonly text: string;
  /** As people call it; what it was taken for where nothing says so. */
  readonly encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252';
};

/** Bytes as text, without a byte order mark; undefined where they are none. Of a part, the character that its end cuts is left out. */
export function textOf(bytes: Uint8Array, isWhole: boolean): Text | undefined {
  const wide = wideOf(bytes);
  if (wide !== undefined) return { text: decoded(bytes, wide, isWhole) ?? '', encoding: 'UTF-16' };
  if (bytes.subarray(0, looked).some(isControl)) return undefined;
  const text = decoded(bytes, 'utf-8', isWhole);
  if (text !== undefined) return { text, encoding: 'UTF-8' };
  return { text: decoded(bytes, 'windows-1252', true) ?? '', encoding: 'Windows-1252' };
}

const looked = 65_536;

/** Control characters that no text has; escapes and the separator of RFC 7464 occur. */
function isControl(byte: number): boolean {
  return byte < 0x07 || (byte > 0x0d && byte < 0x1b) || (byte > 0x1b && byte < 0x1e) || byte === 0x1f;
}

function wideOf([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

function decoded(bytes: Uint8Array, encoding: string, isWhole: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    return undefined;
  }
}
