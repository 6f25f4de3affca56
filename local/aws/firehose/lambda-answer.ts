import { z } from 'zod';
import { failure, type Problem, type Step, type WorkingRecord } from './processor.ts';

const keySchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const answerSchema = z.object({
  records: z.array(
    z.object({
      recordId: z.string(),
      result: z.enum(['Ok', 'Dropped', 'ProcessingFailed']),
      data: z.string().refine(isBase64).nullish(),
      metadata: z.object({ partitionKeys: z.record(z.string(), keySchema).nullish() }).nullish(),
    }),
  ),
});

type Answer = z.infer<typeof answerSchema>['records'][number];

/** A transformation's answer by record id: each should be there once. */
export type Answers = ReadonlyMap<string, readonly Answer[]>;

/** Undefined for an answer that does not follow the status model; what follows it in part is of no use either. */
export function readAnswer(payload: string): Answers | undefined {
  const parsed = answerSchema.safeParse(jsonOrNothing(payload));
  if (!parsed.success) return undefined;
  const answers = new Map<string, Answer[]>();
  for (const one of parsed.data.records) {
    const known = answers.get(one.recordId);
    if (known === undefined) answers.set(one.recordId, [one]);
    else known.push(one);
  }
  return parsed.data.records.some((one) => one.result === 'Ok' && typeof one.data !== 'string') ? undefined : answers;
}

/** What each record of a batch became; ids that the batch does not have are passed over. */
export function judge(
  batch: readonly WorkingRecord[],
  answers: Answers,
  about: Pick<Problem, 'now' | 'attempts' | 'lambdaArn'>,
): Step {
  const steps = batch.map((record): Step => {
    const found = answers.get(record.recordId) ?? [];
    const problem = problemOf(found);
    if (problem !== undefined) return { records: [], failed: [failure(record, { ...about, ...problem })] };
    const [answer] = found;
    return { records: answer?.result === 'Ok' ? [transformed(record, answer)] : [], failed: [] };
  });
  return { records: steps.flatMap((step) => step.records), failed: steps.flatMap((step) => step.failed) };
}

function transformed(record: WorkingRecord, { data, metadata }: Answer): WorkingRecord {
  const keysFromLambda = new Map<string, unknown>(Object.entries(metadata?.partitionKeys ?? {}));
  return { ...record, data: Buffer.from(data ?? '', 'base64'), keysFromLambda };
}

/** https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html */
function problemOf([answer, second]: readonly Answer[]): Pick<Problem, 'code' | 'message'> | undefined {
  if (answer === undefined)
    return {
      code: 'Lambda.MissingRecordId',
      message:
        'One or more record Ids were not returned. Ensure that the Lambda function returns all received record Ids.',
    };
  if (second !== undefined)
    return {
      code: 'Lambda.DuplicatedRecordId',
      message:
        'Multiple records were returned with the same record ID. Ensure that the Lambda function returns unique record IDs for each record.',
    };
  if (answer.result === 'ProcessingFailed')
    return { code: 'Lambda.ProcessingFailedStatus', message: 'ProcessingFailed status set for record' };
  return undefined;
}

/** No groups in the pattern: texts are megabytes long. */
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
