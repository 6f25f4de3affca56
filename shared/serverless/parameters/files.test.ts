import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parameterTable } from './document.ts';
import { declarationsOf, paramsOf } from './files.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const services = ['ingest', 'catalog', 'enrich', 'query'];

/** The names that the YAML files and the settings of a folder ask the framework for, and those that have a default beside them. */
function asked(folder: string): { readonly names: readonly string[]; readonly hidden: readonly string[] } {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.yml$|\bsettings\.ts$/.test(file),
  );
  const found = files
    .filter((file) => !file.includes('node_modules') && !file.startsWith('.'))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/(?:\$\{param:|parameter\(')(\w+)([^}'\n]*)[}']/g),
    ]);
  return {
    names: found.map(([, name = '']) => name),
    hidden: found.flatMap(([all, , rest = '']) => (rest.trim() === '' ? [] : [all])),
  };
}

describe.each(services)('the parameters of %s', (service) => {
  const declared = declarationsOf(join(root, 'services', service));

  test('are all declared, used, and without a second default somewhere else', () => {
    const own = asked(join(root, 'services', service));
    const shared = asked(join(root, 'shared'));
    expect([...own.hidden, ...shared.hidden]).toEqual([]);
    expect(new Set([...own.names, ...shared.names])).toEqual(new Set(Object.keys(declared)));
  });

  test('become the defaults of the framework', () => {
    const { default: all, local } = paramsOf(declared);
    expect(Object.keys(all)).toEqual(Object.keys(declared));
    expect(all.maxReceives ?? 8).toBe(8);
    expect(local.crmCatalog).toBeUndefined();
  });
});

test('are documented (vitest -u writes docs/parameters.md again)', async () => {
  const chapters = services.map(
    (service) => `\n## ${service}\n\n${parameterTable(declarationsOf(join(root, 'services', service)))}`,
  );
  await expect(
    `# Parameters\n\nEach is given as \`--param name=value\` to \`serverless deploy\` in the service's folder, as \`params:\` of the service in\n\`serverless-compose.yml\`, or, for a stage, in \`stages/<stage>.yml\` ([delivery.md](delivery.md)); the first of them wins. What is declared in a service's \`parameters.yml\` stands here; an unknown parameter and a wrong value are\nrefused before anything is made. The prefix of all names is no parameter: it is the environment variable \`LAKE_PREFIX\`.\n${chapters.join('')}`,
  ).toMatchFileSnapshot('../../../docs/parameters.md');
});
