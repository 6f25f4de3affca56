import { describe, expect, test } from 'vitest';
import { readSecret } from '../../delivery/secret.ts';
import { connectionSecret } from './connection.ts';

function secretOf(text: string) {
  return readSecret({ send: async () => ({ SecretString: text }) }, 'broker', connectionSecret);
}

describe("the broker's secret", () => {
  test('is a URL, or its parts with TLS unless they say otherwise', async () => {
    expect(await secretOf('{"url": "amqps://me:p%40ss@mq.example.com/my%2Fhost", "salt": "s"}')).toEqual({
      protocol: 'amqps',
      hostname: 'mq.example.com',
      port: 5671,
      username: 'me',
      password: 'p@ss',
      vhost: 'my/host',
    });
    expect(await secretOf('{"host": "mq", "username": "me", "password": "p", "port": "5673", "vhost": "v"}')).toEqual({
      protocol: 'amqps',
      hostname: 'mq',
      port: 5673,
      username: 'me',
      password: 'p',
      vhost: 'v',
    });
    expect(await secretOf('{"url": "amqp://a:b@[::1]:5"}')).toMatchObject({ hostname: '::1', port: 5, vhost: '/' });
  });

  test.each([
    ['no JSON: hunter2'],
    ['{"url": "https://me:hunter2@mq"}'],
    ['{"url": "amqp:hunter2"}'],
    ['{"username": "me", "password": "hunter2"}'],
    ['{"host": "mq", "username": "me", "password": ["hunter2"]}'],
    ['{"host": "mq", "port": "hunter2", "username": "me", "password": "hunter2"}'],
    ['"hunter2"'],
  ])('that is wrong is told without a word of its content: %s', async (text) => {
    const error: unknown = await secretOf(text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toMatch(/^ConfigurationError: Secret broker is not /);
    expect(JSON.stringify([String(error), error])).not.toContain('hunter2');
  });
});
