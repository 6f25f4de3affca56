import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultMistakes } from './check.ts';
import { type Declarations, readDeclarations } from './declarations.ts';

/** Parameters of every service, because names.yml has them. */
const sharedFile = fileURLToPath(new URL('../../parameters.yml', import.meta.url));

/** The parameters of the service in a folder: its own and everybody's. */
export function declarationsOf(serviceDir: string): Declarations {
  const paths = [join(serviceDir, 'parameters.yml'), sharedFile];
  return Object.assign({}, ...paths.map(readFile));
}

function readFile(path: string): Declarations {
  const declarations = readDeclarations(readFileSync(path, 'utf8'), path);
  const mistakes = defaultMistakes(declarations);
  if (mistakes.length > 0) throw new Error(`${path}: a default is wrong: ${mistakes.join('; ')}`);
  return declarations;
}

/** The values as the framework has them: `params` of serverless.yml. */
export function paramsOf(declarations: Declarations) {
  const local = Object.entries(declarations).filter(([, declaration]) => declaration.local !== undefined);
  return {
    default: Object.fromEntries(Object.entries(declarations).map(([name, { default: value }]) => [name, value])),
    local: Object.fromEntries(local.map(([name, declaration]) => [name, declaration.local])),
  };
}
