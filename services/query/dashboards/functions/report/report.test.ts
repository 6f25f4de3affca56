import { describe, expect, test } from 'vitest';
import { MailRefusedError } from '../../mailing/send-mail.ts';
import { createReportWorld, dashboardNamed } from '../../testing/report-world.ts';

const key = 'reports/usage/2026-11-30T06-00.html';
const user = { category: 'user', message: 'COLUMN_NOT_FOUND: requests', retryable: false } as const;
const system = { category: 'system', message: 'GENERIC_INTERNAL_ERROR', retryable: true } as const;
const sqls = ({ statements }: ReturnType<typeof createReportWorld>) => [...statements.values()].map(({ sql }) => sql);

describe('a schedule', () => {
  test('has the charts asked, a page put, and a mail sent, of the time that it was', async () => {
    const lake = createReportWorld();
    await lake.take(lake.scheduled());
    await lake.pass(60);
    expect([...lake.objects.keys()]).toEqual([key]);
    const page = lake.objects.get(key);
    expect(page).toContain('<svg>s--line of 2</svg>');
    expect(page?.match(/<p class="number">7 /g)).toHaveLength(5);
    expect(page).toContain('Days: 2026-11-24 to 2026-11-30 · Made 2026-11-30 06:00 UTC');
    expect(lake.letters).toMatchObject([{ place: `s3://bucket/${key}`, at: '2026-11-30T06:00:00Z', html: page }]);
    expect([...lake.counts]).toEqual([
      ['ScannedBytes', 60],
      ['ReportsMade', 1],
    ]);
    expect([lake.errors, lake.phase(), lake.messages]).toEqual([[], 'done', []]);
  });

  test('that is told again, at once or after days, makes nothing again', async () => {
    const lake = createReportWorld();
    await Promise.all([lake.take(lake.scheduled()), lake.take(lake.scheduled())]);
    await lake.pass(60);
    await lake.take(lake.scheduled());
    await lake.pass(3 * 86_400);
    await lake.take(lake.scheduled());
    await lake.pass(60);
    expect([lake.letters.length, lake.statements.size, lake.counts.get('ReportsMade')]).toEqual([1, 6, 1]);
    await lake.take(lake.scheduled('2026-12-01T06:00:00Z'));
    await lake.pass(60);
    expect([lake.letters.length, lake.statements.size, lake.objects.size]).toEqual([2, 12, 2]);
  });

  test('asks four charts at once, each once, and waits for none', async () => {
    const lake = createReportWorld();
    lake.world.statementMs = 100_000;
    await lake.take(lake.scheduled());
    await lake.pass(1);
    expect(lake.statements.size).toBe(4);
    await lake.pass(600);
    expect([lake.mostAtOnce(), lake.statements.size, lake.letters.length]).toEqual([4, 6, 1]);
    // The longer it takes, the more seldom it looks.
    expect(lake.world.effects).toBeLessThan(70);
  });

  test('asks of each dashboard apart: what fails of one keeps no other waiting', async () => {
    const lake = createReportWorld();
    lake.world.dashboards = [dashboardNamed('usage'), dashboardNamed('other')];
    lake.world.failures = [user];
    await lake.take(lake.scheduled());
    await lake.pass(60);
    expect([lake.phase(), lake.phase(undefined, 'other')]).toEqual(['failed', 'done']);
    expect(lake.letters.map(({ dashboard }) => dashboard.name)).toEqual(['other']);
  });

  test('without anybody to mail puts the page alone', async () => {
    const lake = createReportWorld({ mails: false });
    await lake.take(lake.scheduled());
    await lake.pass(60);
    expect([[...lake.objects.keys()], lake.letters, lake.phase()]).toEqual([[key], [], 'done']);
  });
});

describe('a chart that Athena does not answer', () => {
  test('ends the report, told once, without a page; what still runs is stopped', async () => {
    const lake = createReportWorld();
    await lake.take(lake.scheduled());
    await lake.pass(1);
    lake.world.failures = [user];
    const [first] = lake.statements.values();
    if (first) lake.statements.set(first.id, { ...first, endsAt: 0 });
    await lake.pass(2);
    expect(lake.errors).toMatchObject([
      ['A report failed', { report: 'usage', message: user.message, executionId: first?.id }],
    ]);
    expect([...lake.statements.values()].map(({ stopped = false }) => stopped)).toEqual([false, true, true, true]);
    await lake.take(lake.scheduled());
    await lake.pass(600);
    expect([lake.objects.size, lake.letters.length, lake.counts.get('ReportsFailed'), lake.phase()]).toEqual([
      ...[0, 0, 1, 'failed'],
    ]);
  });

  test('is asked again where that may help, four times in all, later each time', async () => {
    const lake = createReportWorld();
    lake.world.failures = [system];
    await lake.take(lake.scheduled());
    await lake.pass(120);
    expect([lake.statements.size, lake.letters.length, lake.phase()]).toEqual([7, 1, 'done']);
    const broken = createReportWorld();
    broken.world.failures = Array.from({ length: 20 }, () => system);
    await broken.take(broken.scheduled());
    await broken.pass(8);
    expect(broken.statements.size).toBeLessThanOrEqual(8);
    await broken.pass(600);
    expect([broken.phase(), broken.letters.length, broken.counts.get('ReportsFailed')]).toEqual(['failed', 0, 1]);
    const times = sqls(broken).filter((sql) => sql === sqls(broken)[0]);
    expect(times).toHaveLength(4);
  });

  test('is stopped when it takes too long', async () => {
    const lake = createReportWorld();
    lake.world.statementMs = 10_000_000;
    await lake.take(lake.scheduled());
    await lake.pass(1_499);
    expect(lake.phase()).toBe('asking');
    await lake.pass(120);
    expect(lake.phase()).toBe('failed');
    expect([...lake.statements.values()].every(({ stopped }) => stopped)).toBe(true);
    expect(lake.errors).toMatchObject([
      ['A report failed', { message: expect.stringContaining('within 1500 seconds') }],
    ]);
  });

  test('ends the report where Athena does not take it, and stops what was started', async () => {
    const lake = createReportWorld();
    await lake.take(lake.scheduled());
    const { startQuery } = lake.deps.athena;
    lake.world.refuses = 0;
    let asked = 0;
    Object.assign(lake.deps.athena, {
      startQuery: (statement: Parameters<typeof startQuery>[0]) => {
        asked += 1;
        if (asked === 3) lake.world.refuses = 1;
        return startQuery(statement);
      },
    });
    await lake.pass(60);
    expect([lake.phase(), lake.letters.length, lake.objects.size]).toEqual(['failed', 0, 0]);
    expect([...lake.statements.values()].map(({ stopped }) => stopped)).toEqual([true, true]);
    expect(lake.errors).toMatchObject([['A report failed', { message: 'SYNTAX_ERROR: no such column' }]]);
  });
});

describe('a mail', () => {
  test('that SES does not take is sent when it does', async () => {
    const lake = createReportWorld();
    lake.world.mailErrors = [new MailRefusedError('not verified'), new MailRefusedError('too fast')];
    await lake.take(lake.scheduled());
    await lake.pass(300);
    expect([lake.letters.length, lake.phase(), lake.errors.length, lake.counts.get('ReportsMade')]).toEqual([
      ...[1, 'done', 2, 1],
    ]);
  });

  test('of which nobody knows whether it was sent is not sent again, and somebody is told', async () => {
    const lake = createReportWorld();
    lake.world.mailErrors = [new Error('socket hang up')];
    await lake.take(lake.scheduled());
    await lake.pass(65);
    expect([lake.letters.length, lake.phase()]).toEqual([1, 'sending']);
    await lake.pass(300);
    expect([lake.letters.length, lake.phase(), lake.counts.get('ReportsFailed')]).toEqual([1, 'failed', 1]);
    expect(lake.errors.at(-1)).toMatchObject([
      'A report failed',
      { message: expect.stringContaining(`the report is s3://bucket/${key}`) },
    ]);
  });

  test('is not sent by another while one is at it', async () => {
    const lake = createReportWorld();
    await lake.take(lake.scheduled());
    await lake.pass(10);
    expect(lake.phase()).toBe('done');
    const other = createReportWorld();
    const { mail } = other.deps;
    const during: (string | undefined)[] = [];
    Object.assign(other.deps, {
      mail: async (letter: Parameters<NonNullable<typeof mail>>[0]) => {
        await other.take({ report: 'usage', at: '2026-11-30T06:00:00Z' });
        during.push(other.phase());
        await mail?.(letter);
      },
    });
    await other.take(other.scheduled());
    await other.pass(300);
    expect([during, other.letters.length, other.phase()]).toEqual([['sending'], 1, 'done']);
  });
});

describe('a deployment meanwhile', () => {
  test('of another declaration of a chart has it asked as it is now', async () => {
    const lake = createReportWorld();
    await lake.take(lake.scheduled());
    await lake.pass(1);
    lake.world.dashboards = [dashboardNamed('usage', 'max')];
    await lake.pass(120);
    const asked = sqls(lake);
    expect(asked.filter((sql) => sql.includes('max('))).toHaveLength(5);
    expect([lake.letters.length, lake.phase()]).toEqual([1, 'done']);
  });

  test('without the dashboard ends it', async () => {
    const lake = createReportWorld();
    await lake.take(lake.scheduled());
    lake.world.dashboards = [];
    await lake.pass(120);
    expect([lake.statements.size, lake.letters.length, lake.messages]).toEqual([0, 0, []]);
  });
});

test('what is neither a schedule nor an order comes again, and ends among the dead letters', async () => {
  const lake = createReportWorld();
  await lake.take({ hello: 1 });
  expect(lake.errors).toHaveLength(1);
});
