import * as z from 'zod/mini';

const prestoView = z.object({ originalSql: z.string() });

/** A view's SQL by its text in the catalog, where Athena keeps it as JSON in base64; any other text is the SQL itself. */
export function viewSql(text: string): string {
  const [, packed] = /^\/\* Presto View: ([A-Za-z0-9+/=]+) \*\/$/.exec(text.trim()) ?? [];
  if (packed === undefined) return text;
  try {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    return prestoView.parse(JSON.parse(new TextDecoder().decode(bytes))).originalSql;
  } catch {
    return text;
  }
}
