import type { Bucket } from './bucket.ts';
import type { Framework, Hooks, Log } from './framework.ts';
import type { DeployedResource, Stack } from './stack.ts';

export type RemovalPorts = {
  readonly open: (framework: Framework) => Promise<Stack>;
  readonly bucketOf: (framework: Framework, name: string) => Promise<Bucket>;
  /** Messages that wait in a queue, and those that are being worked on. */
  readonly messagesIn: (framework: Framework, queueUrl: string) => Promise<number>;
};

/** The framework empties this one itself. */
const frameworksBucket = 'ServerlessDeploymentBucket';

/** Before a stack goes: empties the buckets that go with it, which CloudFormation removes only empty, and tells what else is lost or stays. */
export function letGo(framework: Framework, load: () => RemovalPorts, log: Log): Hooks {
  return {
    async 'before:remove:remove'() {
      const ports = load();
      const stack = await ports.open(framework);
      if (!(await stack.exists())) return;
      const { goes, stays } = await fates(stack);
      for (const { physicalId } of ofType(goes, 'AWS::SQS::Queue'))
        tellMessages(physicalId, await ports.messagesIn(framework, physicalId), log);
      for (const { id, physicalId } of ofType(goes, 'AWS::S3::Bucket'))
        if (id !== frameworksBucket) await empty(await ports.bucketOf(framework, physicalId), log);
      tellStaying(stays, log);
    },
  };
}

type Fates = { readonly goes: readonly DeployedResource[]; readonly stays: readonly DeployedResource[] };

async function fates(stack: Stack): Promise<Fates> {
  const { Resources } = await stack.template();
  const all = await stack.resources();
  const isRetained = ({ id }: DeployedResource) => Resources[id]?.DeletionPolicy?.startsWith('Retain') ?? false;
  return { goes: all.filter((resource) => !isRetained(resource)), stays: all.filter(isRetained) };
}

function tellStaying(stays: readonly DeployedResource[], log: Log): void {
  if (stays.length === 0) return;
  const list = stays.map(({ type, physicalId }) => `  ${type} ${physicalId}`).join('\n');
  log.notice(`Stays, with its data; the next deployment takes it in again:\n${list}`);
}

function ofType(resources: readonly DeployedResource[], type: string): readonly DeployedResource[] {
  return resources.filter((resource) => resource.type === type);
}

function tellMessages(queueUrl: string, messages: number, log: Log): void {
  if (messages === 0) return;
  const name = queueUrl.split('/').at(-1);
  log.warning(
    `${messages} messages go with the queue ${name}. What they are about is in the raw bucket: lake replay brings it again.`,
  );
}

/** Nobody writes into it any longer: a query that is under way would fill it again. */
async function empty(bucket: Bucket, log: Log): Promise<void> {
  await bucket.refuseWrites();
  let removed = 0;
  for (;;) {
    const versions = await bucket.someVersions();
    if (versions.length === 0) break;
    await bucket.remove(versions);
    removed += versions.length;
  }
  log.notice(`${removed.toLocaleString('en-GB')} objects of ${bucket.name} removed: they are results, not data`);
}
