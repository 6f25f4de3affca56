/**
 * Decodes HAProxy's `#XX` (two upper-case hex digits, one byte each) once; the bytes are UTF-8 where they can be, Latin-1 where not.
 * `#011` is a tab: rsyslog's octal escape. An escape that the line's end has cut (`#` or `#2`) is dropped when `cut` says so.
 */
export function decodeEscapes(text: string, cut = false): string {
  if (text.indexOf('#') < 0) return text;
  const whole = cut ? text.replace(/#[0-9A-F]?$/, '') : text;
  return whole.replaceAll('#011', '\t').replace(/(?:#[0-9A-F]{2})+/g, decodeRun);
}

function decodeRun(run: string): string {
  const bytes = Buffer.from(run.replaceAll('#', ''), 'hex');
  const text = bytes.toString('utf8');
  return text.includes('�') ? bytes.toString('latin1') : text;
}
