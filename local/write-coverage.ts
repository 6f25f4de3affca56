import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloud } from './cloud.ts';
import { coveragePage } from './coverage.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'tributary-coverage-'));
const running = await startCloud({ stateDir, port: 0 });
writeFileSync(new URL('COVERAGE.md', import.meta.url), coveragePage(running.services));
await running.stop();
rmSync(stateDir, { recursive: true, force: true });
