import { parseDocument } from 'yaml';
import { nameNulls } from '../../yaml-nulls.ts';
import type { ZipFile } from './zip.ts';

/** YAML files of a service as JSON: they stay what they were for whoever reads them, as JSON is YAML; but a bundle reads them without a parser of YAML. */
export function declaredAsJson(files: readonly ZipFile[]): readonly ZipFile[] {
  return files
    .filter(({ path }) => path.endsWith('.yml'))
    .map(({ path, content }) => ({ path, content: Buffer.from(json(content.toString('utf8'), path)) }));
}

function json(text: string, path: string): string {
  try {
    const document = parseDocument(text);
    const [broken] = document.errors;
    if (broken !== undefined) throw broken;
    nameNulls(document);
    return JSON.stringify(document.toJS() ?? {});
  } catch (error) {
    throw new Error(`${path} is no YAML: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
