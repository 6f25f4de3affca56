import { AwsError } from '../kernel/error.ts';
import type { OperationModel, ServiceModel } from './model.ts';

export type RestRequest = {
  readonly method: string;
  /** Still percent-encoded, without the query. For S3 in path style: without the bucket. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** S3: whether the path named a bucket. */
  readonly bucket?: string;
};

export type RestMatch = { readonly operation: OperationModel; readonly labels: Readonly<Record<string, string>> };

type Template = {
  readonly operation: OperationModel;
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  readonly query: readonly (readonly [string, string])[];
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
  readonly needsBucket: boolean;
};

const templates = new WeakMap<ServiceModel, readonly Template[]>();

/** The operation whose method, path, fixed query and required members the request satisfies best; undefined when none does. */
export function matchRest(model: ServiceModel, request: RestRequest): RestMatch | undefined {
  const candidates = templatesOf(model).filter((template) => matches(template, request));
  const best = candidates.toSorted((a, b) => specificity(b) - specificity(a))[0];
  if (best === undefined) return undefined;
  const found = best.pattern.exec(request.path)?.slice(1) ?? [];
  const labels = Object.fromEntries(best.labels.map((label, index) => [label, decodeUri(found[index] ?? '')]));
  return { operation: best.operation, labels };
}

/** Throws InvalidURI for what is no percent-encoded UTF-8. */
export function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', `Couldn't parse the specified URI: ${text} is not percent-encoded UTF-8.`);
  }
}

function matches(template: Template, request: RestRequest): boolean {
  return (
    template.operation.http?.method === request.method &&
    template.needsBucket === (request.bucket !== undefined) &&
    template.pattern.test(request.path) &&
    template.query.every(
      ([name, value]) => request.query.has(name) && (value === '' || request.query.get(name) === value),
    ) &&
    template.requiredQuery.every((name) => request.query.has(name)) &&
    template.requiredHeaders.every((name) => request.headers[name] !== undefined)
  );
}

function specificity(template: Template): number {
  return (
    template.query.length * 4 +
    template.requiredQuery.length * 2 +
    template.requiredHeaders.length -
    template.labels.length / 8
  );
}

function templatesOf(model: ServiceModel): readonly Template[] {
  const known = templates.get(model);
  if (known !== undefined) return known;
  const read = [...model.operations.values()].flatMap((operation) =>
    operation.http ? [template(operation, operation.http.uri)] : [],
  );
  templates.set(model, read);
  return read;
}

function template(operation: OperationModel, uri: string): Template {
  const [path = '/', fixed = ''] = uri.split('?', 2);
  const labels: string[] = [];
  const source = path
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
      labels.push(part.replace(/[{}+]/g, ''));
      return part.endsWith('+}') ? '(.+)' : '([^/]+)';
    })
    .join('');
  const members = operation.required.map((name) => ({
    name,
    traits: operation.input.getMemberSchema(name).getMergedTraits(),
  }));
  return {
    operation,
    pattern: new RegExp(`^${source}${source.endsWith('/') ? '?' : '/?'}$`, 's'),
    labels,
    query: [...new URLSearchParams(fixed)].filter(([name]) => name !== 'x-id'),
    requiredQuery: members.flatMap(({ traits }) => (typeof traits.httpQuery === 'string' ? [traits.httpQuery] : [])),
    requiredHeaders: members.flatMap(({ traits }) =>
      typeof traits.httpHeader === 'string' ? [traits.httpHeader.toLowerCase()] : [],
    ),
    needsBucket: members.some(({ name, traits }) => name === 'Bucket' && traits.httpLabel === 1),
  };
}
