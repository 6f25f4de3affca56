import { expect, test } from 'vitest';
import { readAccount, readPeers } from './neighbours.ts';

test('an account has twelve digits', () => {
  expect(readAccount('111111111111')).toBe('111111111111');
  expect(() => readAccount('11111')).toThrow('LAKE_ACCOUNT');
});

test('peers are endpoints, none by default', () => {
  expect(readPeers('')).toEqual([]);
  expect(readPeers('http://127.0.0.1:4567/, http://localhost:4568')).toEqual([
    'http://127.0.0.1:4567',
    'http://localhost:4568',
  ]);
  expect(() => readPeers('127.0.0.1:4567')).toThrow('LAKE_PEERS');
});
