import { compiledFile } from '../../compiled.ts';
import type { ZipFile } from './zip.ts';

/** What a serverless.yml has as `custom.compiled`, for the zips of its functions. */
export function compiledFiles(custom: { readonly compiled?: unknown } | undefined): readonly ZipFile[] {
  if (custom?.compiled === undefined) return [];
  return [{ path: compiledFile, content: Buffer.from(JSON.stringify(custom.compiled)) }];
}
