import { z } from 'zod';
import type { Cloud, Neighbour } from './kernel/cloud.ts';
import type { HttpExchange } from './kernel/operation.ts';
import type { RestResponse } from './wire/rest.ts';

const kinds = [
  'throttle',
  'error',
  'duplicate',
  'reorder',
  'lose',
  'crash-before',
  'crash-after',
  'partial-failure',
] as const;

const faultSchema = z
  .strictObject({
    at: z.string(),
    kind: z.enum([...kinds, 'slow']),
    match: z.string().exactOptional(),
    times: z.int().positive().exactOptional(),
    skip: z.int().nonnegative().exactOptional(),
    share: z.number().gt(0).max(1).exactOptional(),
    factor: z.number().min(1).exactOptional(),
    leastMs: z.int().positive().exactOptional(),
  })
  .refine(({ kind, factor, leastMs }) => (kind === 'slow') === (factor !== undefined || leastMs !== undefined), {
    error: 'kind slow, and it alone, has a factor (1 or more), leastMs, or both',
  });

type Behind = {
  readonly cloud: Cloud;
  readonly services: readonly Neighbour[];
  readonly page: (path: string, http: HttpExchange) => Promise<RestResponse | undefined>;
};

/**
 * What is not AWS's: `GET /_lake/health`, `/_lake/sns/confirm` for endpoints that are subscribed to a topic, and the fault switches, `GET`, `POST` and `DELETE /_lake/faults[/<id>]`; all else under /_lake/ is the page's to look at. Undefined for any other path.
 */
export async function answerLake(
  { cloud, services, page }: Behind,
  path: string,
  http: HttpExchange,
): Promise<RestResponse | undefined> {
  if (!path.startsWith('/_lake/')) return undefined;
  const [, , room = '', id] = path.split('/');
  if (room === 'health') {
    return json(200, {
      account: cloud.account,
      region: cloud.region,
      services: services.map(({ name }) => name),
    });
  }
  if (room === 'sns' && id === 'confirm') return confirm(cloud, http.query);
  if (room !== 'faults') return (await page(path, http)) ?? json(404, { message: `Nothing is at ${path}.` });
  if (http.method === 'GET') return json(200, cloud.faults.list());
  if (http.method === 'DELETE') {
    cloud.faults.clear(id);
    return json(200, cloud.faults.list());
  }
  const read = faultSchema.safeParse(await readJson(http));
  if (!read.success) return json(400, { message: z.prettifyError(read.error) });
  const added = cloud.faults.add(read.data);
  return json(201, { id: added });
}

/** The link in a subscription's confirmation: its token is all that it needs. */
async function confirm(cloud: Cloud, query: URLSearchParams): Promise<RestResponse> {
  const [TopicArn = '', Token = ''] = [query.get('TopicArn') ?? '', query.get('Token') ?? ''];
  const confirmed = await cloud
    .call({ kind: 'admin' }, 'sns', 'ConfirmSubscription', { TopicArn, Token })
    .catch((error: unknown) => ({ message: error instanceof Error ? error.message : String(error) }));
  return json('message' in confirmed ? 400 : 200, confirmed);
}

async function readJson({ body }: HttpExchange): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

function json(status: number, value: unknown): RestResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(value)}\n` };
}
