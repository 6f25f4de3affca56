import type { Plugin } from 'esbuild';
import { builtinsByRequire } from './builtins-by-require.ts';
import { mapsApart } from './maps-apart.ts';
import { smallMysql } from './small-mysql.ts';

/** What shared/esbuild.yml names as `plugins`. */
export function esbuildPlugins(): readonly Plugin[] {
  return [builtinsByRequire(), mapsApart(), smallMysql()];
}
