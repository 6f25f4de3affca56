import { InvokeCommand } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { Draw } from './drawings.ts';

const answer = z.object({ svg: z.string() });

type Text = { readonly transformToString: () => string };
type Answer = { readonly Payload?: Text | undefined; readonly FunctionError?: string | undefined };
type Client = { readonly send: (command: InvokeCommand) => Promise<Answer> };

/** Has a function draw; throws what it threw. Rows and drawing have 6 MB each (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
export function createDrawElsewhere(client: Client, FunctionName: string): Draw {
  return async function drawElsewhere(chart, rows) {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify({ chart, rows }) }),
    );
    const text = Payload?.transformToString() ?? '';
    if (FunctionError !== undefined) throw new Error(`${FunctionName} could not draw the chart ${chart.id}: ${text}`);
    return answer.parse(JSON.parse(text)).svg;
  };
}
