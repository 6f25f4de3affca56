import { type PlacedSqlFile, readPlacedSqlFile } from '@tributary/shared/sql-file.ts';
import { type Header, header } from '../header/header.ts';
import { type Folder, type Settled, settle } from '../header/settle.ts';

/** A file as its header has it; its SELECT is not looked at yet. */
export type HeaderOfFile = Settled &
  PlacedSqlFile<Header> & {
    /** `datasets/integration_usage.sql` */
    readonly file: string;
    /** The table's or view's, which is the file's. */
    readonly name: string;
  };

/** Throws SqlFileError or DeclarationError, with a line for each mistake and its place. */
export function readHeader(folder: Folder, fileName: string, content: string): HeaderOfFile {
  const file = `${folder}/${fileName}`;
  const read = readPlacedSqlFile(file, content, header);
  return { ...read, ...settle(read.header.data, folder), file, name: fileName.replace(/\.sql$/, '') };
}
