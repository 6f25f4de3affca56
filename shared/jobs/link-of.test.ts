import { expect, test } from 'vitest';
import { createLinkOf } from './link-of.ts';

test.each([
  ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com/athena/home?region=eu-west-1#/query-editor/history/q1'],
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/athena/home?region=cn-north-1#/query-editor/history/q1'],
])('a statement of %s has a page in the console', (region, link) => {
  expect(createLinkOf(region)('q1')).toBe(link);
});
