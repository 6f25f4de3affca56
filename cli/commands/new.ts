import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileSql as compileEnrich } from '@tributary/enrich/src/compile-sql.ts';
import { readHeaders } from '@tributary/query/src/read-headers.ts';
import { readDeclared } from '../jobs/declared.ts';
import { checkName } from '../new/check-name.ts';
import { newDataset, newView } from '../new/dataset.ts';
import { newEnrichment } from '../new/enrichment.ts';
import type { Made } from '../new/made.ts';
import { newRoute } from '../new/route.ts';
import { fileOfSource, newSource } from '../new/source.ts';
import { sourceTable } from '../new/source-table.ts';
import { write } from '../terminal/output.ts';
import { exitCodes, UsageError } from '../usage.ts';

export type NewCall = {
  readonly kind: 'dataset' | 'source' | 'enrichment' | 'route';
  readonly name: string;
  readonly from?: string | undefined;
  readonly view?: true | undefined;
  /** Nothing is written. */
  readonly print?: true | undefined;
};

const ownServices = fileURLToPath(new URL('../../services/', import.meta.url));

/** `lake new KIND NAME`: a declaration to start from, which a deployment takes as it is. Nothing that is there is written over. */
export async function newDeclaration(call: NewCall, services = ownServices): Promise<number> {
  const { file, text, added, next } = make(call, services);
  if (call.print) {
    await write(process.stdout, added);
    return exitCodes.done;
  }
  const path = join(services, file);
  save(path, text, call.kind === 'source' || call.kind === 'route');
  await write(
    process.stdout,
    [`services/${file} is written.`, 'Next:', ...next.map((each) => `  ${each}`), ''].join('\n'),
  );
  return exitCodes.done;
}

function make({ kind, name, from = 'integration_requests', view }: NewCall, services: string): Made {
  const existing = (file: string) => readFileSync(join(services, file), 'utf8');
  if (kind === 'source') return newSource(name, existing(fileOfSource(name)));
  if (kind === 'route') return newRoute(name, existing('ingest/events/routes.yml'));
  checkName(name, services);
  if (kind === 'enrichment') return newEnrichment(name);
  const source = sourceTable(from, knownOf(services));
  return view ? newView(name, source) : newDataset(name, source);
}

function knownOf(services: string) {
  return {
    enrichments: compileEnrich(join(services, 'enrich')).enrichments,
    files: readHeaders(join(services, 'query')),
    ofDatabases: readDeclared(services).flatMap(({ name, service }) => (service === 'ingest' ? [name] : [])),
  };
}

function save(path: string, text: string, isThere: boolean): void {
  if (!isThere && existsSync(path)) throw new UsageError(`${path} is there already: choose another name, or edit it`);
  try {
    writeFileSync(path, text, { flag: isThere ? 'w' : 'wx' });
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
}
