import { writeFileSync } from 'node:fs';
import { createParquetStream } from '@tributary/shared/parquet-write.ts';

// Writes a file of many rows to the path that it is given, on whichever Node runs it.
const [, , file = ''] = process.argv;
const chunks: Uint8Array[] = [];
const stream = createParquetStream({
  columns: [
    { name: 'id', type: 'STRING' },
    { name: 'count', type: 'INT64' },
    { name: 'headers', type: 'MAP_STRING_STRING' },
  ],
  sink: async (chunk) => {
    chunks.push(chunk);
  },
});
for (let row = 0; row < 30_000; row += 1) {
  await stream.append({ id: `id-${row}`, count: row % 7 === 0 ? null : row, headers: { host: `h${row % 5}.example` } });
}
await stream.close();
writeFileSync(file, Buffer.concat(chunks));
