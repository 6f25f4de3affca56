import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDeclarations as readFiles } from '@tributary/catalog/files/core/declaration/read-declarations.ts';
import { compileSql as compileEnrich } from '@tributary/enrich/src/compile-sql.ts';
import { readChanges } from '@tributary/ingest/changes/core/declaration/read-changes.ts';
import { readDeclarations as readFacts } from '@tributary/ingest/events/core/facts/declarations.ts';
import { readRoutes } from '@tributary/ingest/events/core/routes/read-routes.ts';
import { readSettings } from '@tributary/ingest/logs/core/haproxy/settings.ts';
import { compileSql as compileQuery } from '@tributary/query/src/compile-sql.ts';
import { declarationsOf } from '@tributary/shared/serverless/parameters/files.ts';
import { parse as parseYaml } from 'yaml';
import { serviceNames } from '../service-names.ts';
import { type Finding, ok, wrong } from './finding.ts';

const services = fileURLToPath(new URL('../../services/', import.meta.url));

/** What the services declare, by the readers that a deployment reads it with; each file apart. */
export async function declaredFindings(folder = services): Promise<readonly Finding[]> {
  return [
    ...serviceNames.map((service) =>
      readable(`services/${service}/parameters.yml`, () => declarationsOf(join(folder, service))),
    ),
    ...Object.entries(files).map(([file, read]) =>
      readable(`services/${file}`, () => read(readFileSync(join(folder, file), 'utf8'))),
    ),
    readable('services/enrich/enrichments', () => compileEnrich(join(folder, 'enrich'))),
    readable('services/query/datasets, views', () => compileQuery(join(folder, 'query'))),
  ];
}

const files: Readonly<Record<string, (text: string) => unknown>> = {
  'ingest/logs/haproxy.yml': (text) => readSettings(parseYaml(text)),
  'ingest/events/routes.yml': (text) => readRoutes(text),
  'ingest/events/facts.yml': (text) => readFacts(text),
  'ingest/changes/changes.yml': (text) => readChanges(text),
  'catalog/tables.yml': (text) => readFiles(text),
};

function readable(of: string, read: () => unknown): Finding {
  try {
    read();
    return ok(of, 'can be read');
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return wrong(of, words, `edit ${of.split(',')[0]}, then npx lake doctor`);
  }
}
