import {
  type CloudFormationClient,
  paginateDescribeStackEvents,
  type StackEvent as Told,
} from '@aws-sdk/client-cloudformation';

/** An event of a stack, as CloudFormation tells it. */
export type StackEvent = {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
};

/** The events of a stack since a moment, oldest first; none where there is no such stack. */
export async function eventsOf(
  client: CloudFormationClient,
  stack: string,
  since: Date,
): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  try {
    for await (const { StackEvents: page = [] } of paginateDescribeStackEvents({ client }, { StackName: stack })) {
      const recent = page.filter(({ Timestamp: at }) => at !== undefined && at >= since);
      events.push(...recent.map(eventOf));
      if (recent.length < page.length) break;
    }
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return [];
    throw error;
  }
  return events.reverse();
}

function eventOf(told: Told): StackEvent {
  const { LogicalResourceId: id = '', ResourceType: type = '', ResourceStatus: status = '' } = told;
  const reason = told.ResourceStatusReason;
  return { id, type, status, ...(reason === undefined ? {} : { reason }) };
}
