import { invalidParameter } from './fault.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html: a list comes by the hundred. */
const pageSize = 100;

type Page<T> = { readonly items: readonly T[]; readonly next: { readonly NextToken?: string } };

export function page<T>(all: readonly T[], token: string | undefined): Page<T> {
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString('utf8'));
  if (!Number.isInteger(from) || from < 0) throw invalidParameter('NextToken');
  const end = from + pageSize;
  const next = end < all.length ? { NextToken: Buffer.from(String(end)).toString('base64') } : {};
  return { items: all.slice(from, end), next };
}
