/**
 * In the functions' bundles this is `yaml` (shared/esbuild.yml): what is declared travels as JSON, which is YAML, and has been checked when it
 * was packaged. Reading YAML itself takes 113 kB of a bundle and 40 to 70 ms of its first second.
 */
export function parse(text: string): unknown {
  return JSON.parse(text);
}

/** As much of yaml's Document as shared code asks for; places in the text are told at packaging, by yaml itself. */
export function parseDocument(text: string) {
  return { errors: [], warnings: [], contents: null, getIn: () => undefined, toJS: () => JSON.parse(text) };
}

export class LineCounter {
  linePos() {
    return { line: 1, col: 1 };
  }
}

/** Keys that are called `null` are texts in JSON. */
export const visit = () => undefined;

export const isCollection = () => false;
export const isMap = () => false;
export const isNode = () => false;
export const isScalar = () => false;
