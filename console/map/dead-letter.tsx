import { instant } from '@tributary/shared/span.ts';
import type { QueueMessage } from '../aws/sqs.ts';
import { parsed } from './report.ts';

const mostShown = 20_000;

/** One message, with what SQS and EventBridge say of it. */
export function DeadLetter({
  letter: { MessageId, Body, Attributes = {}, MessageAttributes = {} },
}: {
  readonly letter: QueueMessage;
}) {
  const value = parsed(Body);
  const text = value === undefined ? Body : JSON.stringify(value, null, 2);
  const sentAt = Number(Attributes.SentTimestamp);
  const said = Object.entries(MessageAttributes).flatMap(([name, { StringValue }]) =>
    StringValue === undefined ? [] : [{ name, value: StringValue }],
  );
  return (
    <details class="letter">
      <summary>
        <code>{MessageId}</code>{' '}
        <span class="quiet">sent {Number.isNaN(sentAt) ? 'at no known time' : instant(sentAt)}</span>
      </summary>
      {said.length > 0 && (
        <dl>
          {said.map((each) => (
            <div key={each.name}>
              <dt>{each.name}</dt>
              <dd>{each.value}</dd>
            </div>
          ))}
        </dl>
      )}
      <pre class="wrapped">{text.length > mostShown ? `${text.slice(0, mostShown)}…` : text}</pre>
    </details>
  );
}
