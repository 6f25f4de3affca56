import { describe, expect, test } from 'vitest';
import { arn, failures, mappingFixture, numberOf, quiet, Refused, until, valuesOf, zero } from './kinesis-for-tests.ts';

const fixture = mappingFixture();

describe('a failed batch', () => {
  test('comes again until it succeeds, and later records wait', async () => {
    await fixture.stream.put(['1', '2'], 'key');
    let failing = 3;
    fixture.handler = () => {
      if (failing-- > 0) throw new Error('no');
    };
    fixture.follow({ BatchSize: 1 });
    await until(() => fixture.events.length === 5);
    expect(fixture.seen().flat()).toEqual(['1', '1', '1', '1', '2']);
  });

  test('restarts from the lowest failed record where the mapping asks for item failures', async () => {
    await fixture.stream.put(['1', '2', '3', '4'], 'key');
    fixture.handler = (event) =>
      fixture.events.length === 1 ? failures(numberOf(event, '4'), numberOf(event, '2')) : failures();
    fixture.follow({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
    await until(() => fixture.events.length === 2);
    await quiet();
    expect(fixture.seen()).toEqual([
      ['1', '2', '3', '4'],
      ['2', '3', '4'],
    ]);
  });

  test.each([
    ['an empty identifier', failures('')],
    ['an identifier that is null', failures(null)],
    ['an identifier of no record in it', failures('49')],
    ['a wrong name', { batchItemFailures: [{ wrong: 'x' }] }],
  ])('fails as a whole with %s', async (_what, answer) => {
    await fixture.stream.put(['1', '2'], 'key');
    fixture.handler = () => (fixture.events.length === 1 ? answer : { batchItemFailures: null });
    fixture.follow({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
    await until(() => fixture.events.length === 2);
    expect(fixture.seen()[1]).toEqual(['1', '2']);
  });

  test('that only its answer tells of has succeeded where the mapping does not ask', async () => {
    await fixture.stream.put(['1', '2'], 'key');
    fixture.handler = (event) => failures(numberOf(event, '1'));
    fixture.follow();
    await until(() => fixture.events.length === 1);
    await quiet(300);
    expect(fixture.events).toHaveLength(1);
  });

  test('is halved until the record at fault is alone, which then goes to the failure destination', async () => {
    const sent: unknown[] = [];
    fixture.testing.answer('sqs', 'SendMessage', (input) => sent.push(input) && {});
    const { Records = [] } = await fixture.stream.put(['1', '2', 'bad', '4'], 'key');
    fixture.handler = (event) => {
      if (valuesOf(event).includes('bad')) throw new Error('no');
    };
    fixture.follow({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:000000000000:failed' } },
    });
    await until(() => valuesOf(fixture.events.at(-1) ?? { Records: [] }).join() === '4');
    expect(fixture.seen()).toEqual([['1', '2', 'bad', '4'], ['1', '2'], ['bad', '4'], ['bad'], ['bad'], ['4']]);
    const [message] = sent.filter(hasBody);
    const record = JSON.parse(message?.MessageBody ?? '{}');
    const bad = Records[2]?.SequenceNumber;
    expect(record).toEqual({
      requestContext: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 2,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.any(String),
      KinesisBatchInfo: {
        shardId: zero,
        startSequenceNumber: bad,
        endSequenceNumber: bad,
        approximateArrivalOfFirstRecord: expect.any(String),
        approximateArrivalOfLastRecord: expect.any(String),
        batchSize: 1,
        streamArn: arn,
      },
    });
  });

  test('is kept whole in a bucket', async () => {
    const objects: unknown[] = [];
    fixture.testing.answer('s3', 'PutObject', (input) => objects.push(input) && {});
    await fixture.stream.put(['bad'], 'key');
    fixture.handler = () => {
      throw new Error('no');
    };
    fixture.follow({
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::failed' } },
    });
    await until(() => objects.length === 1);
    const [object] = objects.filter(isObject);
    expect(object?.Bucket).toBe('failed');
    expect(object?.Key).toMatch(
      new RegExp(
        `^aws/lambda/m/${zero}/\\d{4}/\\d\\d/\\d\\d/\\d{4}-\\d\\d-\\d\\dT\\d\\d\\.\\d\\d\\.\\d\\d-[0-9a-f-]{36}$`,
      ),
    );
    const { payload } = JSON.parse(object?.Body.toString() ?? '{}');
    expect(valuesOf(JSON.parse(payload))).toEqual(['bad']);
  });

  test('is not sent once its records are too old; a throttle is no attempt', async () => {
    await fixture.stream.put(['old'], 'key');
    fixture.testing.pass(61_000);
    await fixture.stream.put(['young'], 'key');
    let throttles = 3;
    const { AwsError } = await import('../../../kernel/error.ts');
    fixture.handler = () => {
      if (throttles-- > 0)
        throw new Refused('', { cause: new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429) });
    };
    fixture.follow({ MaximumRecordAgeInSeconds: 60, MaximumRetryAttempts: 0 });
    await until(() => fixture.events.length === 4);
    expect(new Set(fixture.seen().flat())).toEqual(new Set(['young']));
  });
});

function hasBody(input: unknown): input is { readonly MessageBody: string } {
  return typeof input === 'object' && input !== null && 'MessageBody' in input;
}

function isObject(input: unknown): input is { readonly Bucket: string; readonly Key: string; readonly Body: Buffer } {
  return typeof input === 'object' && input !== null && 'Body' in input;
}
