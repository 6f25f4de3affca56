/** What is told by its first bytes and is none of the formats. */
const known: readonly { readonly name: string; readonly at?: number; readonly bytes: string | readonly number[] }[] = [
  { name: 'a PDF', bytes: '%PDF-' },
  { name: 'a zip (as .xlsx, .docx and .jar are): unpack it first', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'an empty zip', bytes: [0x50, 0x4b, 0x05, 0x06] },
  { name: 'a 7z: unpack it first', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { name: 'an xz: unpack it first', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { name: 'an LZ4 frame: unpack it first', bytes: [0x04, 0x22, 0x4d, 0x18] },
  { name: 'a Snappy frame: unpack it first', bytes: [0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50] },
  { name: 'a RAR: unpack it first', bytes: 'Rar!\u001a' },
  { name: 'a tar: unpack it first', at: 257, bytes: 'ustar' },
  { name: 'an ORC file: write Parquet', bytes: 'ORC' },
  { name: 'an Office file of before 2007', bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] },
  { name: 'a SQLite database', bytes: 'SQLite format 3\u0000' },
  { name: 'an ELF binary', bytes: [0x7f, 0x45, 0x4c, 0x46] },
  { name: 'a PNG image', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a JPEG image', bytes: [0xff, 0xd8, 0xff] },
  { name: 'a GIF image', bytes: 'GIF8' },
  { name: 'a RIFF file (image, sound or film)', bytes: 'RIFF' },
  { name: 'a file of Arrow', bytes: 'ARROW1' },
  { name: 'a pointer of Git LFS to a file, not the file: fetch that', bytes: 'version https://git-lfs' },
];

/** What a file is that is none of the formats; undefined where that is not known. */
export function whatItIs(head: Buffer): string | undefined {
  const found = known.find(({ at = 0, bytes }) => {
    const magic = Buffer.from(bytes);
    return head.subarray(at, at + magic.length).equals(magic);
  });
  return found?.name ?? markupIn(head);
}

function markupIn(head: Buffer): string | undefined {
  const text = head.toString('utf8', 0, 2000).replace(/^\ufeff?\s*/, '');
  if (!text.startsWith('<')) return undefined;
  if (/<!doctype html|<html|<head|<body/i.test(text)) return `an HTML page${titleOf(text)}`;
  const code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1];
  if (text.includes('<Error') && code !== undefined) return `an error of S3 in XML (${code})`;
  return /^<[?!\w]/.test(text) ? 'XML' : undefined;
}

function titleOf(text: string): string {
  const title = /<title>([^<]*)/i.exec(text)?.[1]?.trim();
  return title === undefined || title === '' ? '' : ` (${title.slice(0, 100)})`;
}
