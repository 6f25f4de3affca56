/** Letters of a Java date pattern, as numbers of UTC. */
const letters: Readonly<Record<string, { read(date: Date): number; readonly part: number }>> = {
  y: { read: (date) => date.getUTCFullYear(), part: 0 },
  M: { read: (date) => date.getUTCMonth() + 1, part: 1 },
  d: { read: (date) => date.getUTCDate(), part: 2 },
  H: { read: (date) => date.getUTCHours(), part: 3 },
  m: { read: (date) => date.getUTCMinutes(), part: 4 },
  s: { read: (date) => date.getUTCSeconds(), part: 5 },
};

const pieces = (pattern: string) => pattern.match(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']+/g) ?? [];

/** Formats epoch milliseconds by a Java date pattern of y, M, d, H, m and s, in UTC. */
export function formatDate(millis: number, pattern: string): string {
  const date = new Date(millis);
  return pieces(pattern)
    .map((piece) => {
      const letter = letters[piece[0] ?? ''];
      return letter ? String(letter.read(date)).padStart(piece.length, '0') : literal(piece);
    })
    .join('');
}

/** Reads a date written by such a pattern to epoch milliseconds; undefined where the text is not of it. */
export function parseDate(text: string, pattern: string): number | undefined {
  const parts = [1970, 1, 1, 0, 0, 0];
  let at = 0;
  for (const piece of pieces(pattern)) {
    const letter = letters[piece[0] ?? ''];
    const found = letter ? /^\d+/.exec(text.slice(at, at + Math.max(piece.length, 2)))?.[0] : literal(piece);
    if (found === undefined || !text.startsWith(found, at)) return undefined;
    if (letter) parts[letter.part] = Number(found);
    at += found.length;
  }
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return at === text.length ? Date.UTC(year, month - 1, day, hour, minute, second) : undefined;
}

const literal = (piece: string) => (piece.startsWith("'") ? piece.slice(1, -1) || "'" : piece);
