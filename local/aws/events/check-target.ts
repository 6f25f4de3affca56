import type { Target } from '@aws-sdk/client-eventbridge';
import { notCovered } from '../../kernel/error.ts';
import { invalid } from './fault.ts';
import { isPath } from './json-path.ts';
import { checkTargetService, targetService } from './target.ts';

/** Target settings for services that cannot be targets here. */
const uncovered = [
  'AppSyncParameters',
  'BatchParameters',
  'EcsParameters',
  'HttpParameters',
  'RedshiftDataParameters',
  'RunCommandParameters',
  'SageMakerPipelineParameters',
];

/** Throws for a target that EventBridge refuses, NotImplemented for one that cannot be one here. */
export function checkTarget(target: Target): void {
  const { Id, Arn } = target;
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(Id ?? '')) throw invalid(`Parameter Id is not valid: ${Id}`);
  if (!Arn?.startsWith('arn:'))
    throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  checkTargetService(target);
  for (const [name, value] of Object.entries(target))
    if (value !== undefined && uncovered.includes(name)) throw notCovered(`EventBridge's ${name}`);
  if (needsRole(Arn) && target.RoleArn === undefined) throw invalid(`RoleArn is required for target ${Arn}.`);
  checkQueues(target);
  checkInput(target);
}

function checkQueues({ Id, Arn = '', SqsParameters, DeadLetterConfig }: Target): void {
  const isQueue = targetService(Arn) === 'sqs';
  if (isQueue && Arn.endsWith('.fifo') && SqsParameters?.MessageGroupId === undefined)
    throw invalid(`Parameter(s) MessageGroupId must be specified for target: ${Id}.`);
  if (!isQueue && SqsParameters !== undefined) throw invalid(`Parameter(s) SqsParameters not valid for target: ${Id}.`);
  const deadLetter = DeadLetterConfig?.Arn;
  if (deadLetter !== undefined && (targetService(deadLetter) !== 'sqs' || deadLetter.endsWith('.fifo')))
    throw invalid(`The dead-letter queue of target ${Id} must be a standard SQS queue, not ${deadLetter}.`);
}

function needsRole(arn: string): boolean {
  return ['bus', 'firehose', 'kinesis'].includes(targetService(arn));
}

function checkInput({ Id, Input, InputPath, InputTransformer }: Target): void {
  const ways = [Input, InputPath, InputTransformer].filter((way) => way !== undefined);
  if (ways.length > 1)
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  if (Input !== undefined && !isJson(Input)) throw invalid(`JSON syntax error in input for target ${Id}`);
  const paths = [
    ...(InputPath === undefined ? [] : [InputPath]),
    ...Object.values(InputTransformer?.InputPathsMap ?? {}),
  ];
  for (const path of paths) if (!isPath(path)) throw invalid(`Invalid JSONPath ${path} for target ${Id}.`);
  checkTemplate(Id, InputTransformer);
}

/** Every `<variable>` of a template is defined or predefined. */
function checkTemplate(id: string | undefined, transformer: Target['InputTransformer']): void {
  const known = new Set(Object.keys(transformer?.InputPathsMap ?? {}));
  if ([...known].some((name) => name.toLowerCase().startsWith('aws')))
    throw invalid(`InputTransformer for target ${id} contains a variable that starts with AWS.`);
  for (const [, name = ''] of (transformer?.InputTemplate ?? '').matchAll(/<([\w.-]+)>/g))
    if (!known.has(name) && !name.startsWith('aws.events.'))
      throw invalid(
        `InputTemplate for target ${id} contains placeholder ${name} that is not defined in InputPathsMap.`,
      );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
