import { expect, test } from 'vitest';
import { piecesOf } from './markdown.ts';

const words = (text: string) => ({ type: 'text', text });

test('headings, links, lists and commands are told with what is within them', () => {
  expect(
    piecesOf('## A `b`\n\nSee [this](other.md).\n\n1. one\n\n```sh\nnpx lake status\n```\n').filter(isSaid),
  ).toEqual([
    { type: 'heading', text: 'A `b`', depth: 2, pieces: [words('A '), { type: 'codespan', text: 'b' }] },
    {
      type: 'paragraph',
      text: 'See [this](other.md).',
      pieces: [words('See '), { type: 'link', text: 'this', href: 'other.md', pieces: [words('this')] }, words('.')],
    },
    {
      type: 'list',
      text: '1. one',
      ordered: true,
      pieces: [{ type: 'list_item', text: 'one', pieces: [{ ...words('one'), pieces: [words('one')] }] }],
    },
    { type: 'code', text: 'npx lake status' },
  ]);
});

test('HTML is a text', () => {
  expect(piecesOf('a <img src=x> b')[0]?.pieces).toContainEqual({ type: 'html', text: '<img src=x>' });
});

function isSaid({ type }: { readonly type: string }): boolean {
  return type !== 'space';
}
