import {
  type Column,
  createParquetStream,
  type ParquetRow,
  type ParquetStream,
  type Vector,
} from '../parquet-write.ts';
import { hourFolder } from '../partitions.ts';

export type HourFile = { readonly key: string; readonly body: Buffer; readonly rows: number };

type Open = { readonly hour: number; readonly stream: ParquetStream; readonly chunks: Uint8Array[] };

export type HourFiles = {
  /** Adds a row to the file of its hour (`at`: epoch ms, UTC). A promise comes back only when there is something to wait for. */
  add(at: number, row: ParquetRow): Promise<void> | undefined;
  /** Adds rows of one hour (since the epoch, UTC) that are at hand column by column. */
  addVectors(hour: number, vectors: readonly Vector[], rows: number): Promise<void> | undefined;
  close(): Promise<readonly HourFile[]>;
  /** Of how many hours there are rows: each is some 0.4 MB of memory, however few its rows are. */
  hours(): number;
};

const hourMs = 3_600_000;

/** One Parquet file per event hour: `<prefix>year=…/month=…/day=…/hour=…/<name>.parquet`. */
export function createHourFiles(columns: readonly Column[], prefix: string, name: string): HourFiles {
  const hours = new Map<number, Open>();
  let last: Open | undefined;
  const open = (hour: number): Open => {
    const chunks: Uint8Array[] = [];
    const sink = async (chunk: Uint8Array) => {
      chunks.push(chunk);
    };
    const opened = { hour, stream: createParquetStream({ columns, sink }), chunks };
    hours.set(hour, opened);
    return opened;
  };
  const streamOf = (hour: number): ParquetStream => {
    if (last?.hour !== hour) last = hours.get(hour) ?? open(hour);
    return last.stream;
  };
  return {
    add: (at, row) => streamOf(Math.floor(at / hourMs)).append(row),
    addVectors: (hour, vectors, rows) => streamOf(hour).appendVectors(vectors, rows),
    async close() {
      const files: HourFile[] = [];
      for (const { hour, stream, chunks } of hours.values()) {
        const { rows } = await stream.close();
        const folder = hourFolder(new Date(hour * hourMs));
        files.push({ key: `${prefix}${folder}/${name}.parquet`, body: Buffer.concat(chunks), rows });
      }
      return files;
    },
    hours: () => hours.size,
  };
}
