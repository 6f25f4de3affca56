import { InvokeCommand, type LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { answer, type ReplayAnswer, type ReplayRequest } from '@tributary/ingest/replay/core/request.ts';
import { add, nothing, type Summary } from '@tributary/ingest/replay/core/summary.ts';
import * as z from 'zod';

/** One step of the function `replay`. Throws ReplayFailedError with the function's own words. */
export type Step = (request: ReplayRequest) => Promise<ReplayAnswer>;

/** The function could not do a step; what went before is done, and the same command goes on from there. */
export class ReplayFailedError extends Error {
  override readonly name = 'ReplayFailedError';
}

const failure = z.object({ errorType: z.string().optional(), errorMessage: z.string() });

/** Steps of the deployed function. */
export function createStep(client: Pick<LambdaClient, 'send'>, functionName: string): Step {
  return async function step(request) {
    const Payload = JSON.stringify(request);
    const told = await client
      .send(new InvokeCommand({ FunctionName: functionName, Payload }))
      .catch((error: unknown) => {
        if (!(error instanceof ResourceNotFoundException)) throw error;
        throw new ReplayFailedError(`The function ${functionName} is not there. Deploy services/ingest to this stage.`);
      });
    const payload: unknown = JSON.parse(told.Payload?.transformToString() ?? 'null');
    if (told.FunctionError === undefined) return answer.parse(payload);
    throw new ReplayFailedError(failure.safeParse(payload).data?.errorMessage ?? JSON.stringify(payload));
  };
}

export type Outcome = Summary & {
  readonly state: 'done' | 'interrupted' | 'done before';
  readonly doneAt?: string;
};

export type Watch = { readonly tell: (soFar: Summary) => void; readonly isStopped: () => boolean };

/** Takes step after step until the run is through or somebody stops it, between two steps. */
export async function takeSteps(step: Step, first: ReplayRequest, { tell, isStopped }: Watch): Promise<Outcome> {
  let total: Summary = nothing;
  let next: ReplayRequest | undefined = first;
  while (next !== undefined) {
    if (isStopped()) return { ...total, state: 'interrupted' };
    const { doneAt, position, ...told }: ReplayAnswer = await step(next);
    if (doneAt !== undefined) return { ...told, state: 'done before', doneAt };
    total = add(total, told);
    tell(total);
    next = position === undefined ? undefined : { ...first, position };
  }
  return { ...total, state: 'done' };
}
