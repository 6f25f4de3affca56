import type { StackEvent } from './stack-events.ts';

export type Failure = {
  readonly stack: string;
  /** Of this deployment, oldest first. */
  readonly events: readonly StackEvent[];
  /** Services that were to be deployed after it. */
  readonly untouched: readonly string[];
};

const stackType = 'AWS::CloudFormation::Stack';

/** What a failed deployment leaves, for whoever reads the log: which resource, why, and what the stack is now. */
export function explain({ stack, events, untouched }: Failure): string {
  const causes = causesIn(events);
  const why = causes.map(({ id, type, reason }) => `  ${id} (${type}): ${reason ?? 'CloudFormation gives no reason'}`);
  const after = untouched.length === 0 ? [] : [`Not begun, and as before: ${untouched.join(', ')}.`];
  const head = `::error title=Deployment of ${stack} failed::${causes[0] === undefined ? 'see below' : `${causes[0].id}: ${oneLine(causes[0].reason ?? '')}`}`;
  return [head, `${stack} was not deployed.`, ...why, outcomeOf(events), ...after].join('\n');
}

/** What failed by itself; the others were cancelled because of it. */
function causesIn(events: readonly StackEvent[]): readonly StackEvent[] {
  const failed = events.filter(
    ({ type, status, reason = '' }) => type !== stackType && status.endsWith('_FAILED') && !/cancelled/i.test(reason),
  );
  const rollback = events.findIndex(({ type, status }) => type === stackType && /ROLLBACK_IN_PROGRESS$/.test(status));
  const before = failed.filter((event) => rollback === -1 || events.indexOf(event) < rollback);
  return before.length > 0 ? before : failed;
}

function outcomeOf(events: readonly StackEvent[]): string {
  const last = events.filter(({ type }) => type === stackType).at(-1)?.status;
  if (last === undefined) return 'CloudFormation changed nothing: it failed before. The reason is above.';
  const outcome = outcomes[last];
  return outcome ?? `The stack is ${last}: look at it in CloudFormation before the next deployment.`;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
const outcomes: Readonly<Record<string, string>> = {
  UPDATE_ROLLBACK_COMPLETE:
    'CloudFormation rolled back (UPDATE_ROLLBACK_COMPLETE): the service runs as before. Mend the cause and merge again.',
  ROLLBACK_COMPLETE:
    'CloudFormation rolled back the first deployment (ROLLBACK_COMPLETE): nothing of it is left. Remove the empty stack (npx serverless remove), mend the cause and merge again.',
  UPDATE_ROLLBACK_FAILED:
    'CloudFormation could not roll back (UPDATE_ROLLBACK_FAILED): the service may run in part. Mend what stopped it, then: aws cloudformation continue-update-rollback.',
  ROLLBACK_FAILED:
    'CloudFormation could not take the first deployment away (ROLLBACK_FAILED): delete the stack once what stopped it is mended.',
  UPDATE_COMPLETE: 'The stack itself is up to date (UPDATE_COMPLETE): what failed came after it, and is above.',
  CREATE_COMPLETE: 'The stack itself is there (CREATE_COMPLETE): what failed came after it, and is above.',
};

function oneLine(text: string): string {
  return text.replaceAll('%', '%25').replaceAll(/\r?\n/g, '%0A');
}
