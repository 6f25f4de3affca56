import { describe, expect, test } from 'vitest';
import { createNotifyChat } from './notify-chat.ts';
import { createFindWebhook } from './webhook.ts';

const secretPath = 'T000/B000/verysecret';
const event = (...messages: readonly string[]) => ({ Records: messages.map((Message) => ({ Sns: { Message } })) });

function world(answer: () => Promise<number>) {
  const sent: { readonly url: string; readonly init: RequestInit }[] = [];
  const notifyChat = createNotifyChat({
    findWebhook: async () => new URL(`https://hooks.example.com/${secretPath}`),
    async fetch(url, init) {
      sent.push({ url: String(url), init });
      const status = await answer();
      return { status, ok: status < 300 };
    },
  });
  return { sent, notifyChat };
}

const errorOf = async (told: Promise<void>): Promise<string> => {
  const error = await told.then(
    () => new Error('it was told'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('no error was thrown');
  return `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
};

describe('a message', () => {
  test('is posted as the text that webhooks of chats take', async () => {
    const { sent, notifyChat } = world(async () => 200);
    await notifyChat(event('Notice: a', 'Notice: b'));
    expect(sent.map(({ init }) => init.body)).toEqual(['{"text":"Notice: a"}', '{"text":"Notice: b"}']);
    expect(sent[0]?.init).toMatchObject({ method: 'POST', redirect: 'manual', signal: expect.any(AbortSignal) });
  });

  test.each([
    [404, 'trying again does not mend'],
    [302, 'trying again does not mend'],
    [429, 'tried again'],
    [503, 'tried again'],
  ])('that is answered by %i fails, and says what is to be done', async (status, words) => {
    const { notifyChat } = world(async () => status);
    const text = await errorOf(notifyChat(event('a')));
    expect(text).toContain(`hooks.example.com answers ${status}`);
    expect(text).toContain(words);
  });

  test.each([
    ['an answer', async () => 400],
    [
      'no answer',
      async (): Promise<number> => {
        throw new TypeError(`fetch of https://hooks.example.com/${secretPath} failed`);
      },
    ],
  ])('that fails by %s tells nothing of the address but its host', async (_, answer) => {
    const { notifyChat } = world(answer);
    const text = await errorOf(notifyChat(event('a')));
    expect(text).toContain('hooks.example.com');
    expect(text).not.toContain('verysecret');
  });
});

describe('the webhook', () => {
  const find = (content: string, clock = { now: 0 }) => {
    const asked: unknown[] = [];
    const client = {
      async send(command: unknown) {
        asked.push(command);
        return { $metadata: {}, SecretString: content };
      },
    };
    return { asked, clock, findWebhook: createFindWebhook(client, 'arn:secret', () => clock.now) };
  };

  test('is asked of the secret once in five minutes', async () => {
    const { asked, clock, findWebhook } = find('{"url":"https://hooks.example.com/x"}');
    expect(String(await findWebhook())).toBe('https://hooks.example.com/x');
    await findWebhook();
    expect(asked).toHaveLength(1);
    clock.now += 300_000;
    await findWebhook();
    expect(asked).toHaveLength(2);
  });

  test.each(['{"url":""}', '{"url":"http://hooks.example.com/verysecret"}', 'verysecret', '{}'])(
    'that is none by https (%s) is told without a word of the secret',
    async (content) => {
      const text = await errorOf(
        find(content)
          .findWebhook()
          .then(() => undefined),
      );
      expect(text).toContain('The secret arn:secret holds no webhook: put in');
      expect(text).not.toContain('verysecret');
    },
  );
});
