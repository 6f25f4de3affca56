import { readFileSync } from 'node:fs';
import type * as z from 'zod';

/** In each zip of a service whose serverless.yml has `custom.compiled`: what is declared in files, checked and made JSON at packaging. */
export const compiledFile = 'compiled.json';

/** Reads what was compiled for a bundle; `moduleUrl` is that of a module in the service's `src`. */
export function readCompiled<S extends z.ZodType>(moduleUrl: string, schema: S): z.infer<S> {
  // Source and bundle lie in src/, but not equally deep.
  const source = new URL(/^.*\/src\//.exec(moduleUrl)?.[0] ?? moduleUrl);
  return schema.parse(JSON.parse(readFileSync(new URL(`../${compiledFile}`, source), 'utf8')));
}
