import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = new URL('../../../../', import.meta.url);
const shippers = new URL('services/ingest/logs/shippers/', root);
const doc = readFileSync(new URL('docs/without-cloudwatch.md', root), 'utf8');
const files = readdirSync(shippers);
const textOf = (name: string) => readFileSync(new URL(name, shippers), 'utf8');

test.each(files)('the page has %s as it is', (name) => {
  const [, quoted] =
    doc.split(`\`services/ingest/logs/shippers/${name}\`:\n\n`)[1]?.match(/^```\w+\n([\s\S]*?)```\n/) ?? [];
  expect(quoted).toBe(textOf(name));
});

/** Sections of Fluent Bit's classic configuration: a key and a value a line, indented. */
function sectionsOf(text: string) {
  return text
    .split(/^\[/m)
    .slice(1)
    .map((section) => {
      const [head = '', ...lines] = section.split('\n');
      const pairs = lines.map((line) => line.trim().split(/\s+(.*)/)).filter(([key]) => key !== '');
      return [head.replace(']', ''), Object.fromEntries(pairs.map(([key, value]) => [key, value]))] as const;
    });
}

const raw = 'tributary-raw-dev-ACCOUNT';
const folder = 'raw/logs/haproxy/year=%Y/month=%m/day=%d/hour=%H/';

test('Fluent Bit and Vector write to where parse-logs is told of objects, each by a name of its own', () => {
  const output = sectionsOf(textOf('fluent-bit-s3.conf')).find(([name]) => name === 'OUTPUT')?.[1];
  expect(output).toMatchObject({ name: 's3', bucket: raw, log_key: 'log', compression: 'gzip' });
  expect(output?.s3_key_format).toMatch(new RegExp(`^/${folder}.*\\$UUID.*\\.gz$`));
  expect(parse(textOf('vector-s3.yaml')).sinks.lake).toMatchObject({
    bucket: raw,
    key_prefix: folder,
    filename_append_uuid: true,
    acknowledgements: { enabled: true },
  });
  const queue = parse(readFileSync(new URL('services/ingest/logs/resources/parse-queue.yml', root), 'utf8'));
  const [{ prefix }] = queue.Resources.Parse.Properties.rules.RawLogsCreated.pattern.detail.object.key;
  expect(folder.startsWith(prefix)).toBe(true);
  expect(JSON.parse(textOf('s3-policy.json')).Statement[0].Resource).toBe(`arn:aws:s3:::${raw}/${prefix}*`);
});

test('both put lines together for Firehose, into the stream that haproxyLines makes', () => {
  const stream = 'tributary-haproxy-lines-dev';
  const output = sectionsOf(textOf('fluent-bit-firehose.conf')).find(([name]) => name === 'OUTPUT')?.[1];
  expect(output).toMatchObject({ delivery_stream: stream, simple_aggregation: 'on' });
  expect(output).not.toHaveProperty('log_key');
  expect(output).not.toHaveProperty('compression');
  const { transforms, sinks } = parse(textOf('vector-firehose.yaml'));
  expect(transforms.together).toMatchObject({ type: 'reduce', merge_strategies: { message: 'concat_newline' } });
  expect(sinks.lake).toMatchObject({ inputs: ['ended'], stream_name: stream });
  const resources = parse(
    readFileSync(new URL('services/ingest/logs/resources/haproxy-lines-on.yml', root), 'utf8'),
  ).Resources;
  const name = resources.HaproxyLinesStream.Properties.DeliveryStreamName;
  expect(name.replace(`\${self:custom.names.prefix}`, 'tributary').replace(`\${sls:stage}`, 'dev')).toBe(stream);
  expect(JSON.parse(textOf('firehose-policy.json')).Statement[0].Resource).toContain(`deliverystream/${stream}`);
});
