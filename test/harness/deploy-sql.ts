import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { admin } from '@tributary/local/kernel/caller.ts';
import { compileSql } from '@tributary/query/src/compile-sql.ts';
import AdmZip from 'adm-zip';
import type { TestLake } from './lake.ts';

/** What the service's SQL comes to with one dataset more, as a deployment compiles it. */
export function compiledWith(name: string, sql: string): ReturnType<typeof compileSql> {
  const service = mkdtempSync(join(tmpdir(), 'datasets-'));
  try {
    cpSync(fileURLToPath(new URL('../../services/query/datasets', import.meta.url)), join(service, 'datasets'), {
      recursive: true,
    });
    writeFileSync(join(service, 'datasets', `${name}.sql`), sql);
    return compileSql(service);
  } finally {
    rmSync(service, { recursive: true, force: true });
  }
}

/** Gives every function of query its SQL, and its rule the tables to listen to. */
export async function deploySql({ cloud }: TestLake, compiled: ReturnType<typeof compileSql>): Promise<void> {
  for (const name of ['plan', 'settle', 'reconcile', 'views']) {
    const FunctionName = `tributary-query-local-${name}`;
    const { Code } = await cloud.call(admin, 'lambda', 'GetFunction', { FunctionName });
    const zip = new AdmZip();
    zip.addLocalFolder(fileURLToPath(Code?.Location ?? ''));
    zip.updateFile('compiled.json', Buffer.from(JSON.stringify(compiled)));
    await cloud.call(admin, 'lambda', 'UpdateFunctionCode', { FunctionName, ZipFile: zip.toBuffer() });
  }
  const Name = 'tributary-query-local-table-updated';
  const EventBusName = 'tributary-local';
  const rule = await cloud.call(admin, 'events', 'DescribeRule', { Name, EventBusName });
  const pattern = { ...JSON.parse(rule.EventPattern ?? '{}'), detail: { table: compiled.tables } };
  await cloud.call(admin, 'events', 'PutRule', { Name, EventBusName, EventPattern: JSON.stringify(pattern) });
}
