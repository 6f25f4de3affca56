import { attributesOf } from '../aws/sqs.ts';
import { Answer } from '../parts/asked.tsx';
import { useAsked } from '../parts/use-asked.ts';
import type { NodeProps } from './node-props.ts';

/** How many messages a queue has, and how they are. */
export function QueueDetails({ node: { url = '' } }: NodeProps) {
  const attributes = useAsked(() => attributesOf(url), [url], { everyMs: 3_000 });
  return (
    <Answer of={attributes} what="The queue">
      {(all) => (
        <dl class="facts">
          <Fact name="Waiting" value={all.ApproximateNumberOfMessages} />
          <Fact name="Being worked on" value={all.ApproximateNumberOfMessagesNotVisible} />
          <Fact name="Delayed" value={all.ApproximateNumberOfMessagesDelayed} />
          <Fact name="Hidden while worked on" value={seconds(all.VisibilityTimeout)} />
          <Fact name="Tries" value={triesOf(all.RedrivePolicy)} />
        </dl>
      )}
    </Answer>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string | undefined }) {
  if (value === undefined) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function seconds(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `${text} s`;
}

function triesOf(policy: string | undefined): string | undefined {
  return /"maxReceiveCount"\s*:\s*"?(\d+)/.exec(policy ?? '')?.[1];
}
