import { Readable } from 'node:stream';
import { GlueClient } from '@aws-sdk/client-glue';

type Call = { readonly operation: string; readonly input: unknown };
/** What Glue answers; an error by its code. */
type Answer = { readonly body: object } | { readonly code: string };

/** A client of Glue whose requests get these answers, one after the other, and what it asked. */
export function createAnsweredGlue(answers: readonly Answer[]) {
  const calls: Call[] = [];
  const left = [...answers];
  const client = new GlueClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      async handle({ headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body?: string }) {
        calls.push({ operation: headers['x-amz-target'] ?? '', input: JSON.parse(Buffer.from(body ?? '').toString()) });
        const answer = left.shift() ?? { code: 'NoMoreAnswers' };
        const isFine = 'body' in answer;
        const text = JSON.stringify(isFine ? answer.body : { __type: answer.code, Message: answer.code });
        return {
          response: {
            statusCode: isFine ? 200 : 400,
            headers: { 'content-type': 'application/x-amz-json-1.1' },
            body: Readable.from([Buffer.from(text)]),
          },
        };
      },
    },
  });
  return { client, calls, inputs: () => calls.map(({ input }) => input) };
}
