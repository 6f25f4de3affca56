import {
  type Column,
  createParquetStream,
  type ParquetRow,
  type ParquetStream,
} from '@tributary/shared/parquet-write.ts';
import { hourFolder } from '@tributary/shared/partitions.ts';

type HourFile = { readonly key: string; readonly body: Buffer; readonly rows: number };

type Open = { readonly stream: ParquetStream; readonly chunks: Uint8Array[] };

export type HourFiles = {
  /** Adds a row to the file of its hour (`at`: epoch ms, UTC). */
  add(at: number, row: ParquetRow): Promise<void>;
  close(): Promise<readonly HourFile[]>;
};

/** One Parquet file per event hour: `<prefix>year=…/month=…/day=…/hour=…/<name>.parquet`. */
export function createHourFiles(columns: readonly Column[], prefix: string, name: string): HourFiles {
  const hours = new Map<string, Open>();
  const open = (folder: string): Open => {
    const chunks: Uint8Array[] = [];
    const sink = async (chunk: Uint8Array) => {
      chunks.push(chunk);
    };
    const opened = { stream: createParquetStream({ columns, sink }), chunks };
    hours.set(folder, opened);
    return opened;
  };
  return {
    async add(at, row) {
      const folder = hourFolder(new Date(at));
      await (hours.get(folder) ?? open(folder)).stream.append(row);
    },
    async close() {
      const files: HourFile[] = [];
      for (const [folder, { stream, chunks }] of hours) {
        const { rows } = await stream.close();
        files.push({ key: `${prefix}${folder}/${name}.parquet`, body: Buffer.concat(chunks), rows });
      }
      return files;
    },
  };
}
