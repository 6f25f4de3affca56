import { readFileSync } from 'node:fs';

const intervalMs = 250;

/** Watches a process's resident memory where /proc tells it (Linux); calls `onExceeded` once it passes the limit. */
export function watchMemory(pid: number | undefined, limitMb: number, onExceeded: () => void) {
  let peak = 0;
  const look = () => {
    const mb = residentMb(pid);
    peak = Math.max(peak, mb);
    if (mb > limitMb) onExceeded();
  };
  const timer = setInterval(look, intervalMs);
  timer.unref();
  return {
    stop: () => clearInterval(timer),
    peakMb() {
      peak = Math.max(peak, residentMb(pid));
      return Math.ceil(peak);
    },
  };
}

function residentMb(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return 0;
  try {
    const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(match?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
