import { join } from 'node:path';
import { readSqlFolder } from '@tributary/shared/sql-file.ts';
import type { Compiled } from './core/enrichment.ts';
import { readEnrichment } from './core/read-enrichment.ts';

/** What `enrichments/` declares, and whether all of it reads the CRM; throws at the first file that is not as it must be. */
export function compileSql(service: string): Compiled & { readonly needsCrm: 'yes' | 'no' } {
  const enrichments = [...readSqlFolder(join(service, 'enrichments'), readEnrichment)];
  return { enrichments, needsCrm: enrichments.every(({ readsCrm }) => readsCrm) ? 'yes' : 'no' };
}
