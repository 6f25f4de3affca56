import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serviceNames } from '../service-names.ts';
import { UsageError } from '../usage.ts';

/** A function of the lake, and where its log and its source maps are. */
export type LakeFunction = {
  readonly name: string;
  readonly service: string;
  readonly logGroup: string;
  /** The CloudFormation stack that it is part of. */
  readonly stack: string;
};

export type Lake = { readonly prefix: string; readonly stage: string };

const services = fileURLToPath(new URL('../../services/', import.meta.url));

/** The functions of these names; all of the lake's where none is named. */
export function findFunctions(names: readonly string[], lake: Lake): readonly LakeFunction[] {
  const all = allFunctions(lake);
  const unknown = names.find((name) => !all.some((each) => each.name === name));
  if (unknown !== undefined) {
    const known = all.map(({ name }) => name).toSorted();
    throw new UsageError(`There is no function ${unknown}. There are: ${known.join(', ')}.`);
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

function allFunctions({ prefix, stage }: Lake): readonly LakeFunction[] {
  return serviceNames.flatMap((service) => {
    const stack = `${prefix}-${service}-${stage}`;
    return functionsIn(join(services, service)).map((name) => ({
      name,
      service: `${prefix}-${service}`,
      logGroup: `/aws/lambda/${stack}-${name}`,
      stack,
    }));
  });
}

/** A function's folder has its name, and a function.yml; it lies in a slice. */
function functionsIn(source: string): readonly string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(
      (path) =>
        /^(?!node_modules|\.)[^/]+\/functions\/[^/]+$/.test(path) && existsSync(join(source, path, 'function.yml')),
    )
    .map((path) => path.replace(/^.*\//, ''));
}
