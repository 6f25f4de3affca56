import * as z from 'zod/mini';
import { parsed } from './report.ts';

/** What Lambda tells an on-failure destination: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const schema = z.object({
  requestContext: z.object({ functionArn: z.string().check(z.startsWith('arn:')) }),
  requestPayload: z.unknown().check(z.refine((payload) => payload !== undefined && payload !== null)),
});

export type FailedCall = { readonly functionArn: string; readonly payload: unknown };

/** The call that a message holds; undefined where it holds none. */
export function failedCallIn(body: string): FailedCall | undefined {
  const read = schema.safeParse(parsed(body));
  if (!read.success) return undefined;
  const { requestContext, requestPayload } = read.data;
  return { functionArn: requestContext.functionArn.replace(/:\$LATEST$/, ''), payload: requestPayload };
}
