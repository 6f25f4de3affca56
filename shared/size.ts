const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `1,023 B`, `1.5 kB`, `1.2 GB`: by 1,024, as AWS bills. */
export function size(bytes: number): string {
  const steps = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return `${(bytes / 1024 ** steps).toLocaleString('en-GB', { maximumFractionDigits: 1 })} ${units[steps]}`;
}
