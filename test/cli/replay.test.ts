import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { ReplayAnswer } from '@tributary/ingest/replay/core/request.ts';
import { tallyOf } from '@tributary/ingest/replay/core/tally.ts';
import { afterEach, expect, test } from 'vitest';
import { lake, startLakeCommand } from './lake.ts';

const hours = ['replay', 'raw', '--from', '2026-11-20', '--to', '2026-11-21', '--go'] as const;

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** A function `replay` that is never through: each step tells where the next begins. */
async function endlessReplay(onStep: (steps: number) => void): Promise<{ readonly AWS_ENDPOINT_URL: string }> {
  let steps = 0;
  server = createServer((incoming, outgoing) => {
    incoming.resume().on('end', () => {
      steps += 1;
      onStep(steps);
      const position = { prefix: 'p', key: String(steps), versionId: 'v' };
      const answer: ReplayAnswer = { ...tallyOf({ objects: 10, messagesSent: 10 }), position, resumed: false };
      outgoing.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { AWS_ENDPOINT_URL: `http://127.0.0.1:${address.port}` };
}

test('Ctrl-C ends a replay after the present step, says what is done and how to go on', async () => {
  let stop: () => unknown = () => undefined;
  const env = await endlessReplay((steps) => {
    if (steps === 3) stop();
  });
  const started = startLakeCommand(hours, { env });
  stop = () => started.child.kill('SIGINT');
  const { code, stdout } = await started.ended;
  expect(code).toBe(130);
  expect(stdout).toMatch(/[1-9]0 objects/);
  expect(stdout).toContain('the same command with --run raw-logs-haproxy-2026-11-20T00-2026-11-21T00');
});

test('wrong words are told with what to write instead, before anything is asked', async () => {
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  for (const [args, said] of [
    [['replay'], 'raw, failed, rejected or dead-letters'],
    [['replay', 'raw'], '--from 2026-11-20T13'],
    [['replay', 'raw', '--form', '2026-11-20'], '--form'],
  ] as const) {
    const { code, stderr } = await lake(args, { env });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(said) });
  }
  expect(await lake(['replay', '--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('lake replay raw'),
  });
});
