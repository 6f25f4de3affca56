import { describe, expect, test } from 'vitest';
import { readLambdaEvent } from './lambda-event.ts';

/** As Lambda's documentation has it, with a second queue. */
const event = {
  eventSource: 'aws:rmq',
  eventSourceArn: 'arn:aws:mq:us-west-2:111122223333:broker:pizzaBroker:b-9bcfa592-423a-4942-879d-eb284b418fc8',
  rmqMessagesByQueue: {
    'pizzaQueue::/': [
      {
        basicProperties: {
          contentType: 'text/plain',
          contentEncoding: null,
          headers: {
            header1: { bytes: [118, 97, 108, 117, 101, 49] },
            'x-routing-key': { bytes: [97, 46, 98] },
            numberInHeader: 10,
          },
          deliveryMode: 1,
          priority: 34,
          correlationId: null,
          replyTo: null,
          expiration: '60000',
          messageId: null,
          timestamp: 'Jan 1, 1970, 12:33:41 AM',
          type: null,
          userId: 'AIDACKCEVSQ6C2EXAMPLE',
          appId: null,
          clusterId: null,
          bodySize: 80,
        },
        redelivered: false,
        data: 'eyJ0aW1lb3V0IjowLCJkYXRhIjoiQ1pybWYwR3c4T3Y0YnFMUXhENEUifQ==',
      },
    ],
    'a::b::my/host': [
      { basicProperties: { headers: null, timestamp: 'Nov 20, 2026, 1:02:03\u202fPM' }, redelivered: true, data: '' },
    ],
  },
};

describe("Lambda's RabbitMQ event", () => {
  test('is its messages, queue by queue, headers as text and dates in UTC', () => {
    const [first, second] = readLambdaEvent(event);
    expect(first).toMatchObject({
      exchange: null,
      routingKey: 'a.b',
      queue: 'pizzaQueue',
      vhost: '/',
      headers: { header1: 'value1', numberInHeader: 10 },
      properties: { userId: 'AIDACKCEVSQ6C2EXAMPLE', messageId: null, timestamp: 2_021_000 },
    });
    expect(first?.body.toString()).toBe('{"timeout":0,"data":"CZrmf0Gw8Ov4bqLQxD4E"}');
    expect(second).toMatchObject({ queue: 'a::b', vhost: 'my/host', routingKey: null, headers: {} });
    expect(second?.properties.timestamp).toBe(Date.parse('2026-11-20T13:02:03Z'));
  });

  test('is nothing else', () => {
    expect(() => readLambdaEvent({ eventSource: 'aws:amq', messages: [] })).toThrow();
    expect(() => readLambdaEvent({ ...event, rmqMessagesByQueue: { q: [{ data: 5 }] } })).toThrow();
  });
});
