import { expect, test, vi } from 'vitest';
import * as z from 'zod';
import { readYamlFile } from './yaml-file.ts';

vi.mock('yaml', () => import('./json-as-yaml.ts'));

test('files that packaging has made JSON are read without YAML, as functions do', () => {
  const schema = z.strictObject({ null: z.string() });
  expect(readYamlFile('changes.yml', '{"null":"NULL"}', schema)).toEqual({ null: 'NULL' });
});
