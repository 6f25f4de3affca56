import type { HttpExchange } from '../kernel/operation.ts';
import type { ErrorFormat } from './error-body.ts';

type Looks = Pick<HttpExchange, 'path' | 'query' | 'headers'>;

/** Services whose errors are XML of one form or the other; EC2 has one of its own. What speaks JSON is told by its requests. */
const formatOfService: Readonly<Record<string, ErrorFormat>> = {
  s3: 's3',
  s3express: 's3',
  's3-outposts': 's3',
  ec2: 'ec2',
  cloudfront: 'query',
  route53: 'query',
};

const formatOfContent: readonly (readonly [string, ErrorFormat])[] = [
  ['application/x-www-form-urlencoded', 'query'],
  ['multipart/form-data', 's3'],
  ['application/cbor', 'cbor'],
  ['application/x-amz-json-1', 'json'],
  ['application/json', 'rest-json'],
];

/** How a caller expects errors, by what the request looks like and the service that it names; undefined where nothing tells. */
export function formatOf(request: Looks, service?: string): ErrorFormat | undefined {
  const { headers } = request;
  if (headers['x-amz-target'] !== undefined) return 'json';
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return 'cbor';
  const named = formatOfService[service ?? agentsService(headers['user-agent']) ?? ''];
  if (named !== undefined) return named;
  if (request.query.has('Action')) return 'query';
  const content = headers['content-type']?.toLowerCase() ?? '';
  const known = formatOfContent.find(([type]) => content.startsWith(type));
  if (known !== undefined) return known[1];
  return service === undefined ? undefined : 'rest-json';
}

/** Who does not sign still says which service is meant: `api/s3#1.40` in an SDK's user agent. */
function agentsService(agent: string | undefined): string | undefined {
  return /\bapi\/([\w-]+)[#/]/.exec(agent ?? '')?.[1]?.toLowerCase();
}
