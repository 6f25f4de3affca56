import type { Packaging } from './packaging.ts';

/** The functions that a command is about: one for `deploy function`, else all. */
export function functionsAt({ processedInput, service }: Packaging): readonly string[] {
  const { function: one } = processedInput.options;
  return one === undefined ? service.getAllFunctions() : [one];
}
