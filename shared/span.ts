const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** How long something took: `350 ms`, `12 s`, `4 min 5 s`, `3 h 10 min`. */
export function span(millis: number): string {
  if (millis < 1_000) return `${Math.max(0, Math.round(millis))} ms`;
  let left = Math.floor(millis / 1_000);
  const parts = units.map(([name, seconds]) => {
    const times = Math.floor(left / seconds);
    left -= times * seconds;
    return { name, times };
  });
  const first = parts.findIndex(({ times }) => times > 0);
  const [most, next] = parts.slice(first, first + 2);
  return [most, next].flatMap((part) => (part && part.times > 0 ? [`${part.times} ${part.name}`] : [])).join(' ');
}

/** `2026-11-20 13:02:11 UTC` */
export function instant(millis: number): string {
  return `${new Date(millis).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
