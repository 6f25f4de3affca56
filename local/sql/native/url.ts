import type { NativeFunction } from '../functions/function.ts';
import { invalid, native } from './define.ts';
import { asText } from './value.ts';

/** URLs as java.net.URI reads them (RFC 2396): what it refuses is NULL. */
export const urlNatives: readonly NativeFunction[] = [
  native('trino_url_part', ['VARCHAR', 'VARCHAR', 'VARCHAR'], (url, part) =>
    partOf(readUrl(asText(url)), asText(part)),
  ),
  native('trino_url_parameter', ['VARCHAR', 'VARCHAR', 'VARCHAR'], (url, name) =>
    parameterOf(readUrl(asText(url))?.rawQuery ?? '', asText(name)),
  ),
  native('trino_url_encode', ['VARCHAR', 'VARCHAR'], (value) =>
    encodeURIComponent(asText(value))
      .replaceAll('%20', '+')
      .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`),
  ),
  native('trino_url_decode', ['VARCHAR', 'VARCHAR'], (value) => decode(asText(value).replaceAll('+', ' '))),
];

type Url = {
  readonly protocol: string;
  readonly host: string;
  readonly port: string | null;
  readonly path: string;
  readonly query: string;
  readonly rawQuery: string;
  readonly fragment: string;
};

function readUrl(text: string): Url | undefined {
  if (hasIllegal(text)) return undefined;
  const [, scheme = '', rest = '', rawFragment = ''] =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(.*?)(?:#(.*))?$/s.exec(text) ?? [];
  if (scheme === '' ? /^[^/?]*:/.test(rest) : rest === '') return undefined;
  const fragment = decodeLenient(rawFragment);
  if (scheme !== '' && !rest.startsWith('/'))
    return { protocol: scheme, host: '', port: null, path: '', query: '', rawQuery: '', fragment };
  return { protocol: scheme, ...hierarchical(rest), fragment };
}

function hierarchical(rest: string): Omit<Url, 'protocol' | 'fragment'> {
  const [, authority = '', path = '', rawQuery = ''] = /^(?:\/\/([^/?]*))?([^?]*)(?:\?(.*))?$/s.exec(rest) ?? [];
  return { ...readServer(authority), path: decodeLenient(path), query: decodeLenient(rawQuery), rawQuery };
}

/** An authority that names no server (an underscore in the host) has no host. */
function readServer(authority: string): { readonly host: string; readonly port: string | null } {
  const read =
    /^(?:[^@]*@)?(\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?)(?::(\d*))?$/.exec(
      authority,
    );
  return { host: read?.[1] ?? '', port: read?.[2] ? read[2] : null };
}

function hasIllegal(text: string): boolean {
  return /[\s"<>\\^`{|}]|[^ -~\u0080-\uffff]/.test(text) || /%(?![0-9A-Fa-f]{2})/.test(text) || /#.*#/s.test(text);
}

function partOf(url: Url | undefined, part: string): string | null {
  if (!url) return null;
  switch (part) {
    case 'protocol':
      return url.protocol;
    case 'host':
      return url.host;
    case 'port':
      return url.port;
    case 'path':
      return url.path;
    case 'query':
      return url.query;
    default:
      return url.fragment;
  }
}

function parameterOf(query: string, name: string): string | null {
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const key = decodeLenient((at < 0 ? pair : pair.slice(0, at)).replaceAll('+', ' '));
    if (key === name) return at < 0 ? '' : decodeLenient(pair.slice(at + 1).replaceAll('+', ' '));
  }
  return null;
}

function decode(text: string): string {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) invalid(`URLDecoder: Illegal hex characters in escape (%) pattern: ${text}`);
  return decodeLenient(text);
}

/** Bytes that are no UTF-8 become U+FFFD. */
function decodeLenient(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
