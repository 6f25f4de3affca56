import { type CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { instant } from '@tributary/shared/span.ts';
import type { Stage } from '../jobs/place.ts';
import { serviceNames } from '../service-names.ts';
import { deployment, type Finding, ok, unsure, wrong } from './finding.ts';

/** Whether each service is deployed, and how its last deployment ended. */
export async function stackFindings(
  cloudformation: Pick<CloudFormationClient, 'send'>,
  { prefix, stage }: Stage,
  flags: string,
): Promise<readonly Finding[]> {
  return Promise.all(
    serviceNames.map(async (service) => {
      const name = `${prefix}-${service}-${stage}`;
      const stack = await describe(cloudformation, name);
      return judge(name, stack, deployment(service, flags));
    }),
  );
}

async function describe(cloudformation: Pick<CloudFormationClient, 'send'>, name: string): Promise<Stack | undefined> {
  try {
    const { Stacks: [stack] = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName: name }));
    return stack;
  } catch (error) {
    // Of a stack that is not there CloudFormation has no error of its own
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message))
      return undefined;
    throw error;
  }
}

function judge(name: string, stack: Stack | undefined, deploy: string): Finding {
  if (stack === undefined) return wrong(name, 'is not deployed', deploy);
  const { StackStatus: status = '', Tags: tags = [] } = stack;
  const at = (stack.LastUpdatedTime ?? stack.CreationTime)?.getTime();
  const since = at === undefined ? '' : ` since ${instant(at)}`;
  const version = tags.flatMap(({ Key = '', Value = '' }) =>
    /(?:commit|version)$/.test(Key) ? [` (${Key} ${Value})`] : [],
  );
  const words = `${status}${since}${version.join('')}`;
  if (/^(?:CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return ok(name, words);
  if (/_IN_PROGRESS$/.test(status)) return unsure(name, `${words}: wait for its end`);
  return wrong(name, `${words}: the last deployment failed`, deploy);
}
