import { expect, test } from 'vitest';
import { read, utf16 } from './read-any-for-tests.ts';

test.each<readonly [string, string | Buffer, readonly unknown[]]>([
  [
    'a FeatureCollection',
    '{"type":"FeatureCollection","crs":{"type":"name"},"features":[{"type":"Feature","properties":{"n":1}}]}',
    [{ type: 'Feature', properties: { n: 1 } }],
  ],
  [
    'a page of Stripe',
    '{"object":"list","data":[{"id":"cus_1"}],"has_more":false,"url":"/v1/customers"}',
    [{ id: 'cus_1' }],
  ],
  [
    'a page of Elasticsearch',
    '{"took":1,"_shards":{"total":1},"hits":{"total":{"value":1},"hits":[{"_id":"1"}]}}',
    [{ _id: '1' }],
  ],
  [
    'a Bundle of FHIR, which has an identity',
    '{"resourceType":"Bundle","id":"b1","meta":{"lastUpdated":"2026-11-29"},"link":[{"relation":"self"}],"entry":[{"resource":{"id":"p1"}}]}',
    [{ resource: { id: 'p1' } }],
  ],
  [
    'a resource of FHIR',
    '{"resourceType":"List","id":"l1","entry":[{"item":{"reference":"p1"}}]}',
    [{ resourceType: 'List', id: 'l1', entry: [{ item: { reference: 'p1' } }] }],
  ],
  [
    'Bundles, one a line',
    '{"resourceType":"Bundle","id":"b1","entry":[{"n":1}]}\n{"resourceType":"Bundle","id":"b2","entry":[{"n":2}]}\n',
    [{ n: 1 }, { n: 2 }],
  ],
  ['a page that is empty', '{"results":[],"next":null}', []],
  [
    'an order that has items is itself the record',
    '{"id":1,"total":3,"items":[{"sku":"a"}]}',
    [{ id: 1, total: 3, items: [{ sku: 'a' }] }],
  ],
  [
    'rows that have lists, one a line',
    '{"name":"a","items":[{"n":1}]}\n{"name":"b","items":[]}\n',
    [
      { name: 'a', items: [{ n: 1 }] },
      { name: 'b', items: [] },
    ],
  ],
  [
    'two lists leave open which holds the records',
    '{"users":[{"n":1}],"events":[{"n":2}]}',
    [{ users: [{ n: 1 }], events: [{ n: 2 }] }],
  ],
  ['lines with commas behind them', '{"n":1},\n{"n":2},\n', [{ n: 1 }, { n: 2 }]],
  ['lines of arrays', '["a",1]\n["b",2]\n', [{ value: ['a', 1] }, { value: ['b', 2] }]],
  ['an array of arrays', '[["a",1],["b",2]]', [{ value: ['a', 1] }, { value: ['b', 2] }]],
  ['an array alone', '[]', []],
  ['an object alone', '{}', [{}]],
  ['JSON behind a mark', '\ufeff[{"n":1}]', [{ n: 1 }]],
  ['JSON in UTF-16', utf16('{"n":"é🙂"}\r\n{"n":2}'), [{ n: 'é🙂' }, { n: 2 }]],
  ['nothing', '', []],
  ['blank lines', '\n \r\n', []],
])('%s', async (_, content, rows) => {
  const told = await read(content);
  expect(told.rejected).toEqual([]);
  expect(told.rows).toEqual(rows);
});
