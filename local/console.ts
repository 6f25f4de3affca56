import { z } from 'zod';
import type { Cloud, Neighbour } from './kernel/cloud.ts';
import type { HttpExchange } from './kernel/operation.ts';
import type { RestResponse } from './wire/rest.ts';

const faultSchema = z.strictObject({
  at: z.string(),
  kind: z.enum(['throttle', 'error', 'duplicate', 'reorder', 'lose', 'crash-before', 'crash-after', 'partial-failure']),
  match: z.string().optional(),
  times: z.int().positive().optional(),
  skip: z.int().nonnegative().optional(),
  share: z.number().gt(0).max(1).optional(),
});

type Behind = { readonly cloud: Cloud; readonly services: readonly Neighbour[] };

/**
 * What is not AWS's: `GET /_lake/health`, and the fault switches, `GET`, `POST` and `DELETE /_lake/faults[/<id>]`. Undefined for
 * any other path.
 */
export async function answerConsole(
  { cloud, services }: Behind,
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
  if (room !== 'faults') return json(404, { message: `Nothing is at ${path}.` });
  if (http.method === 'GET') return json(200, cloud.faults.list());
  if (http.method === 'DELETE') {
    cloud.faults.clear(id);
    return json(200, cloud.faults.list());
  }
  const read = faultSchema.safeParse(await readJson(http));
  if (!read.success) return json(400, { message: z.prettifyError(read.error) });
  const { match, times, skip, share, ...fault } = read.data;
  const added = cloud.faults.add({
    ...fault,
    ...(match === undefined ? {} : { match }),
    ...(times === undefined ? {} : { times }),
    ...(skip === undefined ? {} : { skip }),
    ...(share === undefined ? {} : { share }),
  });
  return json(201, { id: added });
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
