import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { type Finding, ok, wrong } from './finding.ts';

const packageFile = z.object({ version: z.string(), engines: z.object({ node: z.string() }).partial().optional() });
const root = fileURLToPath(new URL('../../', import.meta.url));

/** What runs here: Node, this package, the framework that deploys. `node`: as process.versions has it. */
export async function machineFindings(node: string, folder = root): Promise<readonly Finding[]> {
  const own = readPackage(`${folder}package.json`);
  const least = own?.engines?.node?.replace('>=', '') ?? '';
  const framework = readPackage(`${folder}node_modules/serverless/package.json`);
  return [
    isAtLeast(node, least)
      ? ok('node', node)
      : wrong('node', `${node}, and the lake needs ${least}`, `install Node ${least} or later`),
    ok('lake', own?.version ?? ''),
    framework === undefined
      ? wrong('serverless', 'is not installed: nothing can be deployed', 'npm ci')
      : ok('serverless', framework.version),
  ];
}

function readPackage(file: string): z.infer<typeof packageFile> | undefined {
  try {
    return packageFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Of versions as `20.19` and `20.20.2`, number by number. */
function isAtLeast(version: string, least: string): boolean {
  const [own, other] = [version, least].map((each) => each.split('.').map(Number));
  for (const [at, number] of (other ?? []).entries()) {
    const difference = (own?.[at] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
