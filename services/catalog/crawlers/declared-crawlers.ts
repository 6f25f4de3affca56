import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Crawler, readCrawlers } from './core/read-crawlers.ts';

/** The crawlers that a file of this folder declares. */
export function declaredCrawlers(folder: string, fileName: string): readonly Crawler[] {
  const file = join(folder, fileName);
  if (!existsSync(file))
    throw new Error(
      `The parameter crawlers names ${fileName}, which is not in services/catalog/crawlers: take crawlers.yml, or write it`,
    );
  return readCrawlers(readFileSync(file, 'utf8'), `crawlers/${fileName}`);
}
