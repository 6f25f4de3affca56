import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cloud } from '@tributary/local/kernel/cloud.ts';

/** The cloud's own log: a JSON line per entry; errors are told on standard error too. */
export function logToFile(file: string): Cloud['log'] {
  mkdirSync(dirname(file), { recursive: true });
  return (level, message, fields = {}) => {
    if (level === 'debug') return;
    const entry = { time: new Date().toISOString(), level, message, ...fields };
    appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    if (level === 'error') process.stderr.write(`\n  ! ${message}: see ${file}\n`);
  };
}
