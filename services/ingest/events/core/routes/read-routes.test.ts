import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hashes, readRoutes } from './read-routes.ts';

function mistakesIn(text: string): readonly string[] {
  try {
    readRoutes(text);
  } catch (error) {
    if (error instanceof Error && error.name === 'DeclarationError') return error.message.split('\n');
    throw error;
  }
  return [];
}

const route = 'name: a\n    event_type: a\n    entity: a\n    entity_id: { path: id }';

describe('routes.yml', () => {
  test('that the service is deployed with is right, and hashes', () => {
    const routes = readRoutes(readFileSync(new URL('../../routes.yml', import.meta.url), 'utf8'));
    expect(routes.routes.length).toBeGreaterThan(0);
    expect(hashes(routes)).toBe(true);
  });

  test('may be empty of routes', () => {
    expect(readRoutes('routes: []')).toEqual({ unmatched: 'drop', routes: [] });
  });

  test.each([
    ['routes: [', /^routes\.yml:\d+:\d+: /],
    ['routes: []\nunmached: drop', /^routes\.yml:2:1: unmached: there is no such setting$/],
    ['routes: []\nunmatched: maybe', /^routes\.yml:2:1: unmatched: must be drop, or an object with event_type$/],
    [
      `routes:\n  - ${route}\n    match: { exchang: x }`,
      /^routes\.yml:6:14: routes\.0\.match\.exchang: there is no such setting$/,
    ],
    ['routes:\n  - name: a\n    event_type: a\n    entity: a', /^routes\.yml:2:\d+: routes\.0\.entity_id: is missing/],
    [`routes:\n  - ${route}\n  - ${route}`, /^routes\.yml:6:5: routes\.1\.name: is the name of an earlier route$/],
    [
      `routes:\n  - ${route}\n    shape: [{ pick: [a], drop: [b] }]`,
      /^routes\.yml:6:13: routes\.0\.shape\.0: must do one of /,
    ],
    [
      `routes:\n  - ${route}\n    shape:\n      - hash: [a..b]`,
      /^routes\.yml:7:16: routes\.0\.shape\.0\.hash\.0: is no path/,
    ],
    [`routes:\n  - ${route}\n    shape:\n      - set: { "a.*": 1 }`, /^routes\.yml:7:16: .*leads to many values/],
    [`routes:\n  - ${route}\n    shape:\n      - rename: { a: __proto__.b }`, /is no path/],
    [
      `routes:\n  - ${route}\n    occurred_at: { path: at, format: YYYY }`,
      /^routes\.yml:6:\d+: routes\.0\.occurred_at\.format: must be iso/,
    ],
    [
      `routes:\n  - ${route}\n    match: { body: [{ path: a, equals: 1, exists: true }] }`,
      /must have one of equals, in, exists, prefix/,
    ],
    [
      'routes:\n  - name: a\n    drop: true\n    entity: a',
      /^routes\.yml:4:5: routes\.0\.entity: there is no such setting$/,
    ],
    [
      'routes:\n  - name: a\n    event_type: Order\n    entity: a\n    entity_id: x',
      /^routes\.yml:3:5: routes\.0\.event_type: must be a lower-case name/,
    ],
    [
      'routes:\n  - name: a\n    event_type: { path: a, header: b }\n    entity: a\n    entity_id: x',
      /one of path, header/,
    ],
  ])('%j is refused with line and reason', (text, mistake) => {
    expect(mistakesIn(text).join('\n')).toMatch(mistake);
  });

  test('is told all its mistakes at once', () => {
    expect(mistakesIn('routes:\n  - name: A\n    drop: true\n  - name: b\n    drop: true\n    x: 1')).toHaveLength(2);
  });
});
