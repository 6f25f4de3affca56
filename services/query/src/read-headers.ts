import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SqlFileError, sqlFilesOf } from '@tributary/shared/sql-file.ts';
import { DeclarationError } from '@tributary/shared/yaml-file.ts';
import { type HeaderOfFile, readHeader } from './core/declaration/read-header.ts';
import type { Folder } from './core/header/settle.ts';
import { inOrder, MistakesError } from './core/mistakes.ts';

/** The headers of `datasets/` and of `views/`, where these are, without a look at the SELECTs. Throws MistakesError for all files at once. */
export function readHeaders(service: string): readonly HeaderOfFile[] {
  const read = [...folderOf(service, 'datasets'), ...folderOf(service, 'views')];
  const mistakes = read.flatMap((each) => (typeof each === 'string' ? each.split('\n') : []));
  if (mistakes.length > 0) throw new MistakesError(inOrder(mistakes));
  return read.flatMap((each) => (typeof each === 'string' ? [] : each));
}

function folderOf(service: string, folder: Folder): readonly (HeaderOfFile | string)[] {
  const path = join(service, folder);
  const files = existsSync(path) ? sqlFilesOf(path) : [];
  return files.map((found) =>
    found.wrong === undefined ? readOne(folder, found.file, found.content) : `${folder}/${found.wrong}`,
  );
}

/** A header, or its mistakes, a line each. */
function readOne(folder: Folder, file: string, content: string): HeaderOfFile | string {
  try {
    return readHeader(folder, file, content);
  } catch (error) {
    if (error instanceof SqlFileError || error instanceof DeclarationError) return error.message;
    throw error;
  }
}
