import { open } from 'node:fs/promises';
import type { ObjectFile } from '../../../kernel/objects.ts';
import { invalidRequest } from '../error.ts';
import { parseRows } from './csv.ts';

export type Page = { readonly rows: readonly (readonly (string | null)[])[]; readonly nextToken: string | undefined };

const blockBytes = 1 << 20;

/** A page of a result file from where the token says; the first begins with the header row of a CSV file. */
export async function readPage(file: ObjectFile, token: string | undefined, limit: number): Promise<Page> {
  const start = token === undefined ? 0 : readToken(token, file);
  const read = file.path.length > 0 && isText(file) ? readLines : readCsv;
  const { rows, end } = await read(file, start, limit);
  return { rows, nextToken: end < file.size ? writeToken(end, file) : undefined };
}

const isText = (file: ObjectFile) => file.key.endsWith('.txt');

type Part = { readonly rows: readonly (readonly (string | null)[])[]; readonly end: number };

async function readCsv(file: ObjectFile, start: number, limit: number): Promise<Part> {
  return readBlocks(file, start, (bytes) => {
    const { rows, end } = parseRows(bytes, limit);
    return { rows, end, enough: rows.length >= limit };
  });
}

async function readLines(file: ObjectFile, start: number, limit: number): Promise<Part> {
  return readBlocks(file, start, (bytes) => {
    const lines: string[] = [];
    let end = 0;
    while (lines.length < limit) {
      const next = bytes.indexOf(0x0a, end);
      if (next < 0) break;
      lines.push(bytes.toString('utf8', end, next));
      end = next + 1;
    }
    return { rows: lines.map((line) => [line]), end, enough: lines.length >= limit };
  });
}

/** Reads on until the rows are enough or the file ends. */
async function readBlocks(
  file: ObjectFile,
  start: number,
  parse: (bytes: Buffer) => Part & { readonly enough: boolean },
): Promise<Part> {
  const handle = await open(file.path);
  try {
    let size = blockBytes;
    for (;;) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, start);
      const part = parse(buffer.subarray(0, bytesRead));
      if (part.enough || start + bytesRead >= file.size) return { rows: part.rows, end: start + part.end };
      size *= 2;
    }
  } finally {
    await handle.close();
  }
}

const writeToken = (offset: number, { etag }: ObjectFile) => Buffer.from(`${offset}:${etag}`).toString('base64url');

function readToken(token: string, { etag, size }: ObjectFile): number {
  const [offset = '', of] = Buffer.from(token, 'base64url').toString().split(':');
  if (!/^\d+$/.test(offset) || of !== etag || Number(offset) > size)
    throw invalidRequest('The pagination token is not one of this query execution.');
  return Number(offset);
}
