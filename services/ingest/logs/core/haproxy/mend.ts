/**
 * What a message may have been before a tool changed it, of one that is no line of HAProxy's as it stands: quotes without the backslashes of
 * a template, one blank for several.
 */
export function mendings(message: string): readonly string[] {
  const unescaped = withoutEscapes(message);
  const single = singleBlanks(unescaped);
  return [...new Set([unescaped, single])].filter((each) => each !== message);
}

/** syslog-ng's template_escape, where all quotes are escaped; or CLF's format string copied with its backslashes, where some are. */
function withoutEscapes(message: string): string {
  if (!message.includes('\\"')) return message;
  const isEscaped = !/(?:^|[^\\])"/.test(message);
  return isEscaped ? message.replace(/\\(["'\\])/g, '$1') : withoutStray(message);
}

/** `\"\" \"\" 10976 \828 "https"`, after the request. */
function withoutStray(message: string): string {
  const at = message.indexOf(' \\"\\" \\"\\" ');
  if (at < 0) return message;
  const rest = message.slice(at).replace(/\\"/g, '"').replace(/ \\/g, ' ');
  return `${message.slice(0, at)}${rest}`.trimEnd();
}

/** The manual allows any number of blanks between fields (8.2). What stands in braces or quotes is left as it is. */
function singleBlanks(message: string): string {
  const text = message.trimStart();
  const opens = text.search(/["{]/);
  const end = opens < 0 ? text.length : opens;
  const closes = text.lastIndexOf('"');
  const head = text.slice(0, end).replace(/ {2,}/g, ' ');
  const middle = text.slice(end, Math.max(end, closes)).replace(/^([^"]*\}) {2,}(?=["{])/, '$1 ');
  return `${head}${middle}${text.slice(Math.max(end, closes)).replace(/ {2,}/g, ' ')}`;
}
