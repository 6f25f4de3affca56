import { expect, test } from 'vitest';
import { flowOf } from './flow.ts';
import { grouped } from './grouped.ts';
import { naming, recorded, withMany } from './testing/recorded.ts';

const closed = () => false;

test('many tables of one sort are drawn as one, and so are datasets of one layer', () => {
  const { nodes, groups } = grouped(flowOf(withMany(500, 100), naming), closed);
  expect(nodes.length).toBeLessThan(90);
  expect(groups.map(({ title }) => title)).toContain('503 tables of raw/events/');
  expect(groups.filter(({ name }) => name.startsWith('datasets of query'))).toHaveLength(10);
});

test('few of a sort are drawn as they are', () => {
  const { nodes } = grouped(flowOf(recorded, naming), closed);
  expect(nodes.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['table:haproxy_requests', 'table:raw.events_order_placed']),
  );
});

test('functions that the clock alone calls are one, with their queues', () => {
  const { groups } = grouped(flowOf(recorded, naming), closed);
  const clock = groups.find(({ name }) => name === 'functions run by the clock');
  expect(clock?.title).toBe('4 functions run by the clock');
  expect(clock?.members).toHaveLength(8);
  expect(clock?.members).not.toContain('queue:tributary-query-local-plan');
});

test('an open group is drawn one by one, and stays known as a group', () => {
  const flow = flowOf(withMany(500, 100), naming);
  const { nodes, edges, groups } = grouped(flow, (id) => id === 'group:tables of raw/events/');
  expect(nodes.filter(({ id }) => id.startsWith('table:raw.events_'))).toHaveLength(503);
  expect(groups.map(({ id }) => id)).toContain('group:tables of raw/events/');
  expect(edges).toContainEqual({ from: 'objects:raw/events/', to: 'table:raw.events_type_7', by: [] });
});

test('a way to one of a group is a way to the group, told once, and none within it', () => {
  const { nodes, edges } = grouped(flowOf(recorded, naming), closed);
  const drawn = new Set(nodes.map(({ id }) => id));
  expect(edges.filter(({ from, to }) => from === to || !drawn.has(from) || !drawn.has(to))).toEqual([]);
  expect(new Set(edges.map(({ from, to }) => `${from}\n${to}`)).size).toBe(edges.length);
  const way = edges.find(({ from, to }) => from === 'group:tables of land-changes' && to.includes('plan-current'));
  expect(way?.by).toEqual(['tributary-ingest-local-changes-landed']);
});

test('with all groups open everything is drawn as it is', () => {
  const flow = flowOf(recorded, naming);
  const { nodes, edges } = grouped(flow, () => true);
  expect([nodes, edges]).toEqual([flow.nodes, flow.edges]);
});
