import { AwsError } from '../../kernel/error.ts';

type Metadata = Readonly<Record<string, string>>;

const maxBytes = 2048;

/** A writer's metadata, its names in lower case. Throws MetadataTooLarge. */
export function readMetadata(metadata: Metadata): Metadata {
  const entries = Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value] as const);
  const bytes = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes > maxBytes)
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', 400, {
      Size: bytes,
      MaxSizeAllowed: maxBytes,
    });
  return Object.fromEntries(entries);
}

/** Values as headers carry them: what is not ASCII as RFC 2047 has it (S3's user guide, "Working with object metadata"). */
export function metadataHeaders(metadata: Metadata): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [name, isAscii(value) ? value : encodedWord(value)]),
  );
}

function isAscii(text: string): boolean {
  return /^[\t -~]*$/.test(text);
}

function encodedWord(text: string): string {
  return `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}
