import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/**
 * Seconds of the processor that this process and its children, those that have ended too, have had: on a machine that others use, the clock says little.
 * By Linux's /proc; NaN elsewhere.
 */
export function cpuSecondsOfAll(): number {
  if (process.platform !== 'linux') return Number.NaN;
  const own = statOf('self');
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((stat) => stat?.parent === process.pid);
  const ticks = [own, ...children].map((stat) => (stat === undefined ? 0 : stat.ticks + stat.ticksOfEnded));
  return ticks.reduce((sum, each) => sum + each, 0) / ticksPerSecond;
}

type Stat = { readonly parent: number; readonly ticks: number; readonly ticksOfEnded: number };

/** Undefined for a process that has ended meanwhile. */
function statOf(pid: string): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold anything: state, parent, …, utime, stime, cutime, cstime. See proc(5).
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, userOfEnded = 0, systemOfEnded = 0] = fields.slice(11, 15);
    return { parent: fields[1] ?? 0, ticks: user + system, ticksOfEnded: userOfEnded + systemOfEnded };
  } catch {
    return undefined;
  }
}
