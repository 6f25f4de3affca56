import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEndpoint, type TestEndpoint } from '../s3/test-endpoint.ts';
import { createSqs } from './service.ts';

describe('SQS, as the SDK sees it', () => {
  let endpoint: TestEndpoint;
  let sqs: SQSClient;
  beforeEach(async () => {
    endpoint = await startEndpoint((cloud) => [createSqs(cloud)]);
    sqs = new SQSClient(endpoint.options);
  });
  afterEach(async () => {
    sqs.destroy();
    await endpoint.stop();
  });

  const create = async (QueueName: string, Attributes: Record<string, string> = {}) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  const receive = async (QueueUrl: string, more = {}) =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
  const counts = async (QueueUrl: string) => {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    return [Attributes?.ApproximateNumberOfMessages, Attributes?.ApproximateNumberOfMessagesNotVisible];
  };

  test('delivers a message with its attributes, and hides it until it is deleted', async () => {
    const QueueUrl = await create('q');
    await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'hello ü',
        MessageAttributes: {
          b: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
          a: { DataType: 'Number', StringValue: '7' },
        },
      }),
    );
    const [message] = await receive(QueueUrl, { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
    expect(message).toMatchObject({
      Body: 'hello ü',
      Attributes: { ApproximateReceiveCount: '1' },
      MessageAttributes: { a: { StringValue: '7' }, b: { BinaryValue: new Uint8Array([1, 2]) } },
    });
    expect(await receive(QueueUrl)).toEqual([]);
    expect(await counts(QueueUrl)).toEqual(['0', '1']);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    expect(await counts(QueueUrl)).toEqual(['0', '0']);
  });

  test('a long poll ends when a message comes, and when the service stops', async () => {
    const QueueUrl = await create('q');
    const poll = receive(QueueUrl, { WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    expect(await poll).toHaveLength(1);
    const last = receive(QueueUrl, { WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await endpoint.service('sqs')?.stop?.();
    expect(await last).toEqual([]);
  });

  test('moves what fails too often to the dead-letter queue, and back on demand', async () => {
    const dead = await create('dead');
    const deadArn = 'arn:aws:sqs:eu-west-1:000000000000:dead';
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadArn, maxReceiveCount: 2 });
    const QueueUrl = await create('q', { VisibilityTimeout: '0', RedrivePolicy });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'bad' }));
    expect(await receive(QueueUrl)).toHaveLength(1);
    expect(await receive(QueueUrl)).toHaveLength(1);
    expect(await receive(QueueUrl)).toHaveLength(0);
    expect(await counts(dead)).toEqual(['1', '0']);
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: deadArn }));
    await expect
      .poll(async () => (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: deadArn }))).Results?.[0]?.Status)
      .toBe('COMPLETED');
    expect(await counts(QueueUrl)).toEqual(['1', '0']);
  });

  test('keeps the order of a FIFO group and sends nothing twice', async () => {
    const QueueUrl = await create('q.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    const sent = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: '1', MessageBody: 'a1', MessageGroupId: 'a' },
          { Id: '2', MessageBody: 'a2', MessageGroupId: 'a' },
          { Id: '3', MessageBody: 'b1', MessageGroupId: 'b' },
          { Id: '4', MessageBody: 'a1', MessageGroupId: 'a' },
          { Id: '5', MessageBody: 'x' },
        ],
      }),
    );
    expect(sent.Successful?.[0]?.MessageId).toBe(sent.Successful?.[3]?.MessageId);
    expect(sent.Failed).toMatchObject([{ Id: '5', Code: 'MissingParameter' }]);
    const [first] = await receive(QueueUrl, { MaxNumberOfMessages: 1 });
    expect(first?.Body).toBe('a1');
    expect((await receive(QueueUrl)).map(({ Body }) => Body)).toEqual(['b1']);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect((await receive(QueueUrl)).map(({ Body }) => Body)).toEqual(['a2']);
  });

  test('keeps everything when the process is killed', async () => {
    const QueueUrl = await create('q');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    const [message] = await receive(QueueUrl);
    await endpoint.restart(true);
    const { ReceiptHandle } = message ?? {};
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    expect(await receive(QueueUrl)).toHaveLength(1);
  });

  test('a duplicate comes even after the first has been deleted', async () => {
    endpoint.cloud.faults.add({ at: 'sqs:deliver', kind: 'duplicate', match: ':q' });
    const QueueUrl = await create('q');
    const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    const [first] = await receive(QueueUrl);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect(await receive(QueueUrl)).toMatchObject([{ MessageId }]);
    expect(await receive(QueueUrl)).toEqual([]);
  });

  test('names what is wrong', async () => {
    await expect(
      sqs.send(new SendMessageCommand({ QueueUrl: 'http://x/0/none', MessageBody: 'x' })),
    ).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
    await expect(create('q', { Unknown: '1' })).rejects.toMatchObject({ name: 'InvalidAttributeName' });
    const QueueUrl = await create('q');
    await expect(sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' }))).rejects.toMatchObject({
      name: 'ReceiptHandleIsInvalid',
    });
    await expect(
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(1_048_577) })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});
