import type { ColumnChunk, CompressionCodec, Encoding, PageType } from 'hyparquet';
import type { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { compression } from './compression.ts';
import type { Leaf } from './schema.ts';
import type { EncodedValues } from './values.ts';

export type EncodedChunk = EncodedValues & {
  readonly leaf: Leaf;
  /** Repetition levels, where there are any, and definition levels, as they begin a page of version 1. */
  readonly levels: Uint8Array;
  readonly levelCount: number;
  readonly absent: number;
};

/** Writes a column chunk: a dictionary page where there is a dictionary, and one data page of version 1, which every reader knows. */
export function writeChunk(writer: ByteWriter, chunk: EncodedChunk): ColumnChunk {
  const { leaf, encoding, dictionary, levelCount } = chunk;
  const start = writer.offset;
  const pages = pagesOf(chunk);
  const codec =
    pages.reduce((sum, { body }) => sum + body.length, 0) < leastToCompress ? 'UNCOMPRESSED' : compression.codec;
  const written = pages.map((page) => writePage(writer, page, codec));
  const dataAt = start + (dictionary === undefined ? 0 : (written[0]?.compressed ?? 0));
  return {
    file_offset: BigInt(start),
    meta_data: {
      type: leaf.type,
      encodings: [...new Set<Encoding>([encoding, 'PLAIN', 'RLE'])],
      path_in_schema: [...leaf.path],
      codec,
      num_values: BigInt(levelCount),
      total_uncompressed_size: BigInt(written.reduce((sum, { uncompressed }) => sum + uncompressed, 0)),
      total_compressed_size: BigInt(writer.offset - start),
      data_page_offset: BigInt(dataAt),
      ...(dictionary === undefined ? {} : { dictionary_page_offset: BigInt(start) }),
      statistics: { ...chunk.bounds, null_count: BigInt(chunk.absent) },
      encoding_stats: pages.map(({ type, encoding }) => ({ page_type: type, encoding, count: 1 })),
    },
  };
}

// Shorter pages, those of columns with one value for example, gain nothing.
const leastToCompress = 256;

type Page = {
  readonly type: Extract<PageType, 'DICTIONARY_PAGE' | 'DATA_PAGE'>;
  readonly body: Uint8Array;
  readonly count: number;
  readonly encoding: EncodedValues['encoding'];
};

function pagesOf({ dictionary, levels, data, levelCount, encoding }: EncodedChunk): readonly Page[] {
  const page: Page = { type: 'DATA_PAGE', body: Buffer.concat([levels, data]), count: levelCount, encoding };
  if (dictionary === undefined) return [page];
  return [{ type: 'DICTIONARY_PAGE', body: dictionary.bytes, count: dictionary.count, encoding: 'PLAIN' }, page];
}

/** Writes a page with its header, and says how many bytes that is, as written and before compression. */
function writePage(writer: ByteWriter, page: Page, codec: CompressionCodec) {
  const body = codec === 'UNCOMPRESSED' ? page.body : compression.compress(page.body);
  const start = writer.offset;
  writePageHeader(writer, {
    type: page.type,
    uncompressed_page_size: page.body.length,
    compressed_page_size: body.length,
    ...headerOf(page),
  });
  const uncompressed = writer.offset - start + page.body.length;
  writer.appendBytes(body);
  return { uncompressed, compressed: writer.offset - start };
}

function headerOf({ type, count, encoding }: Page) {
  if (type === 'DICTIONARY_PAGE') return { dictionary_page_header: { num_values: count, encoding } };
  const levels = { definition_level_encoding: 'RLE', repetition_level_encoding: 'RLE' } as const;
  return { data_page_header: { num_values: count, encoding, ...levels } };
}
