import { cpus, loadavg, totalmem } from 'node:os';

/** One line that says what a measurement was made on, and how busy it was. */
export function machine(): string {
  const [first] = cpus();
  const load = loadavg()[0]?.toFixed(1);
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${first?.model.trim()}, ${cpus().length} cores, ${memory} GB, Node ${process.version}, load ${load}`;
}
