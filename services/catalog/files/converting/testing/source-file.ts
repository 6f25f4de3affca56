import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { rawFrame } from '@tributary/shared/objects/packed/packed-for-tests.ts';
import fc from 'fast-check';
import { csvSource } from './csv-source.ts';
import { jsonSource } from './json-source.ts';
import type { SourceFile } from './source-keys.ts';
import { avroSource, flatParquetSource, parquetSource } from './typed-source.ts';

type Pack = (bytes: Buffer) => Buffer;

const byBzip2: Pack = (input) => spawnSync('bzip2', ['-c'], { input }).stdout;
const hasBzip2 = spawnSync('bzip2', ['--help']).error === undefined;

const packings: readonly (readonly [ending: string, weight: number, pack: Pack])[] = [
  ['', 4, (bytes) => bytes],
  ['.gz', 2, (bytes) => gzipSync(bytes)],
  ['.zst', 2, rawFrame],
  // It takes a process.
  ...(hasBzip2 ? [['.bz2', 1, byBzip2] as const] : []),
];

const packing = fc.oneof(
  ...packings.map(([ending, weight, pack]) => ({ weight, arbitrary: fc.constant({ ending, pack }) })),
);

/** A file of any format, packed or not, whose records are numbered from `first` on. */
function anySource(first: number): fc.Arbitrary<SourceFile> {
  const source = fc.oneof(
    { weight: 4, arbitrary: jsonSource(first) },
    { weight: 4, arbitrary: csvSource(first) },
    { weight: 2, arbitrary: parquetSource(first) },
    { weight: 1, arbitrary: flatParquetSource(first) },
    { weight: 2, arbitrary: avroSource(first) },
  );
  return fc.tuple(source, packing).map(([{ kind, write, records }, { ending, pack }]) => ({
    kind: `${kind}${ending}`,
    write: async () => pack(await write()),
    records,
  }));
}

/** Files of one table. */
export function sourceFiles(minLength: number, maxLength: number): fc.Arbitrary<readonly SourceFile[]> {
  return fc
    .integer({ min: minLength, max: maxLength })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => anySource(1000 * at))));
}
