import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { groupLives, type Started } from '../harness/run.ts';
import { lake, startLakeCommand } from './lake.ts';

const longest = 300_000;

/** The part of the output that must not change from one start to the next: the answer. */
function answerOf(stdout: string): string {
  return stdout.slice(stdout.indexOf('┌'), stdout.indexOf('┘'));
}

describe('lake up', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-up-'));
  const state = join(folder, 'lake');
  const running: Started[] = [];
  const up = (...args: readonly string[]) => {
    const started = startLakeCommand(['up', '--port', '0', '--state', state, ...args]);
    running.push(started);
    return started;
  };
  const expectClean = async ({ pid }: Started) => {
    await eventually(
      async () => groupLives(pid),
      (lives) => !lives,
      10_000,
    );
    expect(existsSync(join(state, 'lock'))).toBe(false);
  };
  let answer = '';

  afterEach(() => {
    for (const { pid } of running.splice(0)) if (groupLives(pid)) process.kill(-pid, 'SIGKILL');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test(
    'killed in the middle of the sample, it completes with the right counts at the next start',
    async () => {
      const killed = up();
      await killed.said(/lines of the sample are log events/);
      process.kill(killed.pid, 'SIGKILL');
      await killed.ended;
      await eventually(
        async () => groupLives(killed.pid),
        (lives) => !lives,
        20_000,
      );

      const once = up('--once');
      const { code, stdout, stderr } = await once.ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('19,996 lines of the sample are log events');
      const [, parsed] = /✓ ([\d,]+) requests and/.exec(stdout) ?? [];
      expect(stdout).toContain(`✓ ${parsed} rows enriched`);
      expect(stdout).toContain('integration_usage holds them all');
      expect(stdout).toContain('867 rows and changes of 5 tables of databases are in their history');
      expect(stdout).toMatch(/│ pro {4}│ +16 │ 50113\.22 │ 2026-11-18 02:27:51\.000000 │/);
      answer = answerOf(stdout);
      expect(answer).toContain('│ Zapier ');
      await expectClean(once);
    },
    longest,
  );

  test(
    'started again it has the same answer; a second one and a taken port are refused; Ctrl-C leaves it clean',
    async () => {
      const stays = up();
      const shown = await stays.said(/By hand:/);
      expect(answerOf(shown)).toBe(answer);
      const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(shown)?.[1] ?? '';

      const [second, fresh, taken] = await Promise.all([
        lake(['up', '--port', '0', '--state', state]),
        lake(['up', '--port', '0', '--fresh', '--state', state]),
        lake(['up', '--port', port, '--state', join(folder, 'other')]),
      ]);
      expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining(`process ${stays.pid}`) });
      expect(fresh).toMatchObject({ code: 1, stderr: expect.stringContaining('in use') });
      expect(taken).toMatchObject({ code: 2, stderr: expect.stringContaining(`Port ${port} is taken`) });
      expect(existsSync(join(folder, 'other', 'lock'))).toBe(false);

      process.kill(stays.pid, 'SIGINT');
      expect(await stays.ended).toMatchObject({ code: 0, stderr: '' });
      await expectClean(stays);
    },
    longest,
  );

  test(
    '--fresh starts over, and Ctrl-C during the deployment leaves it clean too',
    async () => {
      const marker = join(state, 'marker');
      writeFileSync(marker, '');
      const started = up('--fresh');
      await started.said(/local cloud is on/);
      expect(existsSync(marker)).toBe(false);
      process.kill(started.pid, 'SIGINT');
      expect(await started.ended).toMatchObject({ code: 0, stderr: '' });
      await expectClean(started);
    },
    longest,
  );

  test('a port that is none is refused', async () => {
    const other = join(folder, 'other');
    const ports = ['abc', '0x10', '-1', '65536', '80.5'];
    for (const refused of await Promise.all(ports.map((port) => lake(['up', `--port=${port}`, '--state', other])))) {
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('number from 0 to 65535') });
    }
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const taken = await lake(['up', '--port', port, '--state', other]);
    expect(taken).toMatchObject({ code: 2, stderr: expect.stringContaining(`Port ${port} is taken`) });
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
});
