import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { declarationsOf } from '../parameters/files.ts';
import { type Declared, everywhere, readStageFile, type StageFile } from './stage-file.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What `stages/<stage>.yml` says; undefined where there is none, as of the stage local. Throws with file, line and column. */
export function stageFileOf(stage: string): StageFile | undefined {
  const path = join(root, 'stages', `${stage}.yml`);
  if (stage.includes('/') || !existsSync(path)) return undefined;
  return readStageFile(`stages/${stage}.yml`, readFileSync(path, 'utf8'), declaredByService());
}

function declaredByService(): Declared {
  const folder = join(root, 'services');
  const services = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'parameters.yml')));
  return Object.fromEntries(services.map((name) => [name, declarationsOf(join(folder, name))]));
}

/** The values of the parameters that a service has, its own section before what holds everywhere. */
export function valuesOf(file: StageFile | undefined, serviceDir: string): Readonly<Record<string, string | number>> {
  if (file === undefined) return {};
  const declared = declarationsOf(serviceDir);
  const common = Object.entries(file.parameters[everywhere] ?? {}).filter(([name]) => Object.hasOwn(declared, name));
  return { ...Object.fromEntries(common), ...file.parameters[basename(serviceDir)] };
}
