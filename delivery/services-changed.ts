import type { Sources } from './source-graph.ts';

export type Change = {
  /** Paths of the repository that differ, those that are gone included. */
  readonly files: readonly string[];
  /** Packages that differ in package-lock.json, by their folders. */
  readonly packages: ReadonlySet<string>;
};

/** What makes a service's deployment of its sources, for all of them. */
const tools = new Set(['serverless', 'serverless-esbuild', 'esbuild', 'tsx'].map((name) => `node_modules/${name}`));

/** The services whose deployment a change may alter, each with the first reason that was found. */
export function servicesChanged(
  { files, packages }: Change,
  services: ReadonlyMap<string, Sources>,
  stage: string,
): ReadonlyMap<string, string> {
  const ofAll = [
    ...files.filter((file) => isOfAll(file, stage)),
    ...[...packages].filter((name) => tools.has(name)),
  ][0];
  const reasons = [...services].flatMap(([service, sources]): readonly [string, string][] => {
    const file = files.find((each) => isOwn(each, service) || sources.files.has(each));
    const reason = ofAll ?? file ?? [...packages].find((name) => sources.packages.has(name));
    return reason === undefined ? [] : [[service, reason]];
  });
  return new Map(reasons);
}

/** Read by the framework, not imported: shared declarations, the stage's file, how TypeScript is read. */
function isOfAll(file: string, stage: string): boolean {
  return (
    file === 'tsconfig.json' ||
    file === `stages/${stage}.yml` ||
    (/^shared\/.*\.(?:yml|cjs|json)$/.test(file) && file !== 'shared/package.json')
  );
}

function isOwn(file: string, service: string): boolean {
  return file.startsWith(`services/${service}/`) && isDeployed(file);
}

/** Not what is for people, for tests, or for whoever deploys. */
export function isDeployed(file: string): boolean {
  return !/(?:\.md|\.test\.ts|-for-tests\.ts|-policy\.json|\/package\.json)$|\/test\//.test(file);
}
