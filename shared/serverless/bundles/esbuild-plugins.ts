import type { Plugin } from 'esbuild';
import { builtinsByRequire } from './builtins-by-require.ts';
import { mapsApart } from './maps-apart.ts';

/** What shared/esbuild.yml names as `plugins`. */
export function esbuildPlugins(): readonly Plugin[] {
  return [builtinsByRequire(), mapsApart()];
}
