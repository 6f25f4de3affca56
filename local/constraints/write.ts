import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { startCloud } from '../cloud.ts';
import { coveredProperties } from '../coverage.ts';
import { resourceConstraints } from './resource-schemas.ts';
import { operationSchemas } from './service-shapes.ts';

/** botocore's folder of a service, where it has another name than its signature. */
const folders: Readonly<Record<string, string>> = { monitoring: 'cloudwatch', ses: 'sesv2' };
/** Services whose model is not what refuses: S3, its jobs and SQS check their members one by one, DynamoDB is dynalite. */
const unmodelled = ['s3', 's3-control', 'sqs', 'dynamodb'];

const [packages = ''] = process.argv.slice(2);
if (packages === '')
  throw new Error(
    "Name the folder of Python's packages (pip install cfn-lint botocore; pip show cfn-lint says where): npm run constraints -- FOLDER",
  );
const stateDir = mkdtempSync(join(tmpdir(), 'tributary-constraints-'));
const running = await startCloud({ stateDir, port: 0 });
const tables = new URL('tables/', import.meta.url);

for (const { name, operations } of running.services) {
  if (unmodelled.includes(name)) continue;
  const covered = operations.map((operation) => operation.name).toSorted();
  write(`operations/${name}.json`, 2, operationSchemas(name, serviceModel(name), covered));
}
const types = running.services
  .flatMap(({ resources = [] }) => resources)
  .toSorted((a, b) => (a.type < b.type ? -1 : 1))
  .map(
    ({ type, schema }) => [type, resourceConstraints(type, resourceSchema(type), coveredProperties(schema))] as const,
  );
write('resources.json', 3, Object.fromEntries(types));
await running.stop();
rmSync(stateDir, { recursive: true, force: true });

function serviceModel(service: string): unknown {
  const folder = join(packages, 'botocore/data', folders[service] ?? service);
  const [latest = ''] = readdirSync(folder).toSorted().reverse();
  return JSON.parse(gunzipSync(readFileSync(join(folder, latest, 'service-2.json.gz'))).toString('utf8'));
}

/** cfn-lint keeps each type's schema once, and for each region an index of them. */
function resourceSchema(type: string): unknown {
  const folder = join(packages, 'cfnlint/data/schemas');
  const index = readFileSync(join(folder, 'providers/eu_west_1.py'), 'utf8');
  const id = new RegExp(`"${type}": "([0-9a-f]+)"`).exec(index)?.[1];
  if (id === undefined) throw new Error(`cfn-lint has no schema of ${type}`);
  return JSON.parse(readFileSync(join(folder, 'resources', `${id}.json`), 'utf8'));
}

/** Broken into lines down to a depth, so that a change of AWS's is read as a change of lines. */
function write(file: string, depth: number, content: Readonly<Record<string, unknown>>): void {
  writeFileSync(new URL(file, tables), `${lines(content, depth)}\n`);
}

function lines(value: unknown, depth: number): string {
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}: ${lines(inner, depth - 1)}`);
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n}`;
}
