import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { ReplayAnswer } from '@tributary/ingest/replay/core/request.ts';
import { summaryOf } from '@tributary/ingest/replay/core/summary.ts';
import { afterEach, expect, test } from 'vitest';
import { lake, startLakeCommand } from './lake.ts';

const hours = ['replay', 'raw', '--from', '2026-11-20', '--to', '2026-11-21', '--go'] as const;

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** A function `replay` that is never through: each step tells where the next begins. */
function endlessReplay(onStep: (steps: number) => void): Promise<{ readonly AWS_ENDPOINT_URL: string }> {
  let steps = 0;
  return serveReplay((_asked, outgoing) => {
    steps += 1;
    onStep(steps);
    const position = { prefix: 'p', key: String(steps), versionId: 'v' };
    const answer: ReplayAnswer = { ...summaryOf({ objects: 10, messagesSent: 10 }), position, resumed: false };
    outgoing.end(JSON.stringify(answer));
  });
}

type Answering = (asked: string, outgoing: ServerResponse) => void;

async function serveReplay(onStep: Answering): Promise<{ readonly AWS_ENDPOINT_URL: string }> {
  server = createServer((incoming, outgoing) => {
    let asked = '';
    incoming
      .on('data', (chunk) => {
        asked += chunk;
      })
      .on('end', () => onStep(asked, outgoing.setHeader('content-type', 'application/json')));
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

test('each part is done, whatever becomes of the others, and the code says that something remains', async () => {
  const asked: string[] = [];
  const env = await serveReplay((text, outgoing) => {
    const { work }: { readonly work: { readonly function: string } } = JSON.parse(text);
    asked.push(work.function);
    if (work.function === 'bridge') outgoing.setHeader('x-amz-function-error', 'Unhandled');
    const answer = { ...summaryOf({ records: 1, failedAgain: work.function === 'haproxy' ? 1 : 0 }), resumed: false };
    outgoing.end(JSON.stringify(work.function === 'bridge' ? { errorMessage: 'not in time' } : answer));
  });
  const { code, stdout } = await lake(['replay', 'rejected', '--go'], { env });
  expect({ code, asked }).toEqual({ code: 1, asked: ['haproxy', 'changes', 'bridge', 'drain'] });
  expect(stdout).toContain('not in time');
  expect((await lake(['replay', 'rejected', 'drain', '--go'], { env })).code).toBe(0);
});

test('wrong words are told with what to write instead, before anything is asked', async () => {
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  for (const [args, said] of [
    [['replay'], 'raw, failed, rejected, dead-letters or replication'],
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
