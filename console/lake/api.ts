import * as z from 'zod/mini';
import { unkept } from '../aws/request.ts';

/** What `/_lake/api` could not tell. */
class ApiError extends Error {
  override readonly name = 'ApiError';
}

/** Asks the lake's own read-only interface, `/_lake/api/<path>`; throws ApiError with what it said. */
export async function ask<T>(path: string, schema: z.ZodMiniType<T>, init: RequestInit = {}): Promise<T> {
  const response = await fetch(`/_lake/api/${path}`, { ...init, ...unkept });
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(messageOf(body, response.status));
  return schema.parse(body);
}

const refusal = z.object({ message: z.string() });

function messageOf(body: unknown, status: number): string {
  const read = refusal.safeParse(body);
  return read.success ? read.data.message : `The lake answered ${status}.`;
}
