import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCloud } from './cloud.ts';
import { coveragePage } from './coverage.ts';

test('COVERAGE.md says what the services are (npm run coverage rewrites it)', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'tributary-coverage-'));
  const running = await startCloud({ stateDir, port: 0 });
  try {
    expect(readFileSync(new URL('COVERAGE.md', import.meta.url), 'utf8')).toBe(coveragePage(running.services));
  } finally {
    await running.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
});
