import { readYamlFile } from '@tributary/shared/yaml-file.ts';
import type * as z from 'zod';
import { dropRouteSchema, keepRouteSchema, type Route, routesFile, type Unmatched } from './document.ts';

export type Routes = { readonly unmatched: Unmatched; readonly routes: readonly Route[] };

type Mistake = { readonly path: readonly PropertyKey[]; readonly message: string };

/** Each route is read by its own kind, so that a mistake is told as that of a route that keeps or of one that drops. */
const routesSchema = routesFile.transform((file, context): Routes => {
  const routes: Route[] = [];
  for (const [index, given] of file.routes.entries()) {
    const { route, mistakes } = readRoute(given, routes);
    if (route !== null) routes.push(route);
    for (const { path, message } of mistakes) {
      context.addIssue({ code: 'custom', path: ['routes', index, ...path], message });
    }
  }
  return { unmatched: file.unmatched, routes };
});

/** Reads the text of a routes file; throws DeclarationError with line and reason of each mistake. */
export function readRoutes(text: string, file = 'routes.yml'): Routes {
  return readYamlFile(file, text, routesSchema);
}

function readRoute(
  given: unknown,
  before: readonly Route[],
): { readonly route: Route | null; readonly mistakes: readonly Mistake[] } {
  const drops = typeof given === 'object' && given !== null && 'drop' in given && given.drop === true;
  const read = (drops ? dropRouteSchema : keepRouteSchema).safeParse(given);
  if (!read.success) return { route: null, mistakes: mistakesOf(read.error.issues) };
  const isTaken = before.some(({ name }) => name === read.data.name);
  const mistakes = isTaken ? [{ path: ['name'], message: 'is the name of an earlier route' }] : [];
  return { route: read.data, mistakes };
}

/** Where alternatives failed, the mistakes of the one that got furthest; otherwise that none of them fits. */
function mistakesOf(issues: readonly z.core.$ZodIssue[], before: readonly PropertyKey[] = []): readonly Mistake[] {
  return issues.flatMap((issue): readonly Mistake[] => {
    const path = [...before, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...path, key], message: 'there is no such setting' }));
    }
    const branches = issue.code === 'invalid_union' ? issue.errors : [];
    const [furthest] = branches.filter(isInside).toSorted((a, b) => a.length - b.length);
    return furthest === undefined ? [{ path, message: issue.message }] : mistakesOf(furthest, path);
  });
}

/** Whether an alternative took the value for its own kind and found fault within it. */
function isInside(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.some(({ path, code }) => path.length > 0 || code === 'unrecognized_keys' || code === 'custom');
}

/** Whether any route hashes, and so needs a salt. */
export function hashes({ routes }: Routes): boolean {
  return routes.some((route) => 'shape' in route && route.shape.some(({ hash }) => hash !== undefined));
}
