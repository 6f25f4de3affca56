import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type HaproxySettings, readSettings } from '../core/haproxy/settings.ts';

/** The haproxy.yml that lies beside the function; throws an Error that lists its mistakes. */
export function loadSettings(): HaproxySettings {
  return readSettings(parse(readFileSync(`${process.env.LAMBDA_TASK_ROOT ?? '.'}/logs/haproxy.yml`, 'utf8')));
}
