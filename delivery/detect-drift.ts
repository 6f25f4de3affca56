import {
  type CloudFormationClient,
  DescribeStackDriftDetectionStatusCommand,
  DetectStackDriftCommand,
  paginateDescribeStackResourceDrifts,
  type StackResourceDrift,
} from '@aws-sdk/client-cloudformation';

export type Drift = Pick<
  StackResourceDrift,
  'LogicalResourceId' | 'ResourceType' | 'StackResourceDriftStatus' | 'PropertyDifferences'
>;
/** What a detection found; `undetected` says why it could not look everywhere. */
export type Detection = { readonly drifts: readonly Drift[]; readonly undetected?: string };

const pollMs = 5000;
const patienceMs = 900_000;

/** Has CloudFormation compare a stack with what is there; throws where that takes longer than a quarter of an hour. */
export async function detectDrift(
  client: CloudFormationClient,
  StackName: string,
  sleep: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<Detection> {
  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName }));
  for (let waited = 0; waited < patienceMs; waited += pollMs) {
    const { DetectionStatus: status, DetectionStatusReason: reason = 'no reason given' } = await client.send(
      new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }),
    );
    if (status !== 'DETECTION_IN_PROGRESS') {
      const drifts = await driftsOf(client, StackName);
      return status === 'DETECTION_COMPLETE' ? { drifts } : { drifts, undetected: reason };
    }
    await sleep(pollMs);
  }
  throw new Error(`Drift of ${StackName} is not detected after ${patienceMs / 60_000} minutes: run it again.`);
}

async function driftsOf(client: CloudFormationClient, StackName: string): Promise<readonly Drift[]> {
  const StackResourceDriftStatusFilters: ('MODIFIED' | 'DELETED')[] = ['MODIFIED', 'DELETED'];
  const drifts: Drift[] = [];
  const pages = paginateDescribeStackResourceDrifts({ client }, { StackName, StackResourceDriftStatusFilters });
  for await (const page of pages) drifts.push(...(page.StackResourceDrifts ?? []));
  return drifts;
}

/** What to tell of a stack: each resource that is not as its template says, and in what. */
export function drifted(stack: string, { drifts, undetected }: Detection) {
  const lines = drifts.flatMap(
    ({
      LogicalResourceId: id,
      ResourceType: type,
      StackResourceDriftStatus: status,
      PropertyDifferences: differences = [],
    }) => [
      `  ${id} (${type}): ${status === 'DELETED' ? 'is gone' : 'was changed'}`,
      ...differences.map(
        ({ PropertyPath: path, ExpectedValue: expected, ActualValue: actual }) =>
          `    ${path}: ${actual ?? 'nothing'}, not ${expected ?? 'nothing'}`,
      ),
    ],
  );
  const failed = undetected === undefined ? [] : [`  could not look at everything: ${undetected}`];
  const isDrifted = lines.length > 0 || failed.length > 0;
  const head = isDrifted
    ? `::error title=Drift of ${stack}::${drifts.length} resources differ from the template`
    : `${stack}: as its template says`;
  return { isDrifted, text: [head, ...lines, ...failed].join('\n') };
}
