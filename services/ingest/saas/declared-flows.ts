import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Flow, readFlows } from './core/read-flows.ts';

/** The flows that a file of this folder declares. */
export function declaredFlows(folder: string, fileName: string): readonly Flow[] {
  const file = join(folder, fileName);
  if (!existsSync(file))
    throw new Error(
      `The parameter flows names ${fileName}, which is not in services/ingest/saas: take flows.yml, or write it`,
    );
  return readFlows(readFileSync(file, 'utf8'), `saas/${fileName}`);
}
