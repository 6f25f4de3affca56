import { parse } from 'yaml';
import type { ZipFile } from './zip.ts';

/**
 * What a service declares, as JSON: YAML files, and the comment of YAML that a SQL file begins with. Both stay what they were for
 * whoever reads them, as JSON is YAML; but a bundle reads them without a parser of YAML.
 */
export function declaredAsJson(files: readonly ZipFile[]): readonly ZipFile[] {
  return files.flatMap(({ path, content }) => {
    const compile = compilers.find(({ suffix }) => path.endsWith(suffix))?.compile;
    return compile === undefined ? [] : [{ path, content: Buffer.from(compile(content.toString('utf8'), path)) }];
  });
}

const compilers = [
  { suffix: '.yml', compile: json },
  { suffix: '.sql', compile: sqlFile },
];

function sqlFile(text: string, path: string): string {
  return text.replace(/^\s*\/\*([\s\S]*?)\*\//, (_, header: string) => `/*${withoutEnd(json(header, path))}*/`);
}

/** A text in JSON may hold what ends a comment; the escape means the same. */
function withoutEnd(text: string): string {
  return text.replaceAll('*/', '*\\/');
}

function json(text: string, path: string): string {
  try {
    return JSON.stringify(parse(text) ?? {});
  } catch (error) {
    throw new Error(`${path} is no YAML: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
