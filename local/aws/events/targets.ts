import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { type Events, onRule } from './events.ts';
import { invalid } from './fault.ts';
import { isPath } from './json-path.ts';
import { page } from './page.ts';
import { checkTargetService, targetService } from './target.ts';

const maxTargets = 5;

export const putTargets = (events: Events) =>
  operation('events', 'PutTargets', {
    permissions: onRule('PutTargets'),
    handle(input) {
      const rule = events.store.rule(input.Rule ?? '', events.store.bus(input.EventBusName).name);
      const given = input.Targets ?? [];
      for (const target of given) checkTarget(target);
      const byId = new Map([...rule.targets, ...given].map((target) => [target.Id ?? '', target]));
      if (byId.size > maxTargets)
        throw new AwsError(
          'LimitExceededException',
          `The requested resource exceeds the maximum number allowed: ${maxTargets} targets per rule.`,
        );
      events.store.putRule({ ...rule, targets: [...byId.values()] });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  });

export const removeTargets = (events: Events) =>
  operation('events', 'RemoveTargets', {
    permissions: onRule('RemoveTargets'),
    handle(input) {
      const rule = events.store.rule(input.Rule ?? '', events.store.bus(input.EventBusName).name);
      const gone = new Set(input.Ids ?? []);
      const known = new Set(rule.targets.map(({ Id }) => Id));
      events.store.putRule({ ...rule, targets: rule.targets.filter(({ Id }) => !gone.has(Id ?? '')) });
      const FailedEntries = [...gone]
        .filter((id) => !known.has(id))
        .map((TargetId) => ({
          TargetId,
          ErrorCode: 'ResourceNotFoundException',
          ErrorMessage: `Target ${TargetId} does not exist on rule ${rule.name}.`,
        }));
      return { FailedEntryCount: FailedEntries.length, FailedEntries };
    },
  });

export const listTargetsByRule = (events: Events) =>
  operation('events', 'ListTargetsByRule', {
    permissions: onRule('ListTargetsByRule'),
    handle(input) {
      const { targets } = events.store.rule(input.Rule ?? '', events.store.bus(input.EventBusName).name);
      const sorted = [...targets].sort((a, b) => ((a.Id ?? '') < (b.Id ?? '') ? -1 : 1));
      const { items, NextToken } = page(sorted, input, ({ Id }) => Id ?? '');
      return { Targets: [...items], ...NextToken };
    },
  });

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

function checkTarget(target: Target): void {
  const { Id, Arn } = target;
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(Id ?? '')) throw invalid(`Parameter Id is not valid: ${Id}`);
  if (!Arn?.startsWith('arn:'))
    throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  checkTargetService(target);
  for (const [name, value] of Object.entries(target))
    if (value !== undefined && uncovered.includes(name)) throw notCovered(`EventBridge's ${name}`);
  if (needsRole(Arn) && target.RoleArn === undefined) throw invalid(`RoleArn is required for target ${Arn}.`);
  checkInput(target);
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
