import { describe, expect, it } from 'vitest';
import { buildGraph, inOrder, reversed, walk } from './graph.ts';
import type { JsonObject } from './json.ts';
import { parseTemplate } from './template.ts';

const template = (resources: Record<string, JsonObject>, more: JsonObject = {}) =>
  parseTemplate(
    JSON.stringify({
      ...more,
      Resources: Object.fromEntries(Object.entries(resources).map(([name, value]) => [name, { Type: 'T', ...value }])),
    }),
  );
const build = (resources: Record<string, JsonObject>) => buildGraph(template(resources), () => true);

describe('the graph', () => {
  it('follows Ref, GetAtt, Sub and DependsOn', () => {
    const graph = build({
      A: { Properties: { x: { 'Fn::Sub': `\${B.Arn}-\${AWS::Region}-\${!C}` }, y: [{ Ref: 'C' }] } },
      B: { DependsOn: ['D'] },
      C: { Properties: { z: { 'Fn::GetAtt': 'D.Arn' } } },
      D: {},
    });
    expect([...(graph.get('A') ?? [])].sort()).toEqual(['B', 'C']);
    expect(inOrder(graph)).toEqual(['D', 'B', 'C', 'A']);
    expect([...(reversed(graph).get('D') ?? [])].sort()).toEqual(['B', 'C']);
  });

  it('names the resources of a cycle', () => {
    const cycle = {
      A: { Properties: { x: { Ref: 'B' } } },
      B: { Properties: { x: { Ref: 'C' } } },
      C: { DependsOn: 'A' },
    };
    expect(() => build(cycle)).toThrow('Circular dependency between resources: [A, B, C]');
  });

  it('names what does not exist', () => {
    expect(() => build({ A: { DependsOn: 'Ghost' } })).toThrow('[Ghost]');
    expect(() => build({ A: { Properties: { x: { Ref: 'Ghost' } } } })).toThrow('[Ghost]');
  });

  it('leaves out what a condition leaves out', () => {
    const made = template(
      { A: { Condition: 'No' }, B: { DependsOn: 'A', Properties: { x: { 'Fn::If': ['No', { Ref: 'A' }, 'none'] } } } },
      { Conditions: { No: { 'Fn::Equals': ['a', 'b'] } } },
    );
    expect([...buildGraph(made, () => false)]).toEqual([['B', new Set()]]);
  });
});

describe('walking it', () => {
  const graph = new Map([
    ['A', new Set<string>()],
    ['B', new Set(['A'])],
    ['C', new Set(['A'])],
    ['D', new Set(['B', 'C'])],
  ]);

  it('does each after its dependencies, never more at once than allowed', async () => {
    const seen: string[] = [];
    let now = 0;
    let most = 0;
    await walk(graph, 2, async (name) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      seen.push(name);
    });
    expect(seen[0]).toBe('A');
    expect(seen.at(-1)).toBe('D');
    expect(most).toBe(2);
  });

  it('begins nothing after a failure, and throws it', async () => {
    const seen: string[] = [];
    const failing = walk(graph, 1, async (name) => {
      seen.push(name);
      if (name === 'B') throw new Error('B broke');
    });
    await expect(failing).rejects.toThrow('B broke');
    expect(seen).not.toContain('D');
    await walk(new Map(), 1, async () => {});
  });
});
