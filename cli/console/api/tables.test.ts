import { expect, test } from 'vitest';
import { localClient } from '../../target.ts';
import { NotThereError } from '../api.ts';
import { tables } from './tables.ts';

const asked = {
  target: { stage: 'local', client: localClient('http://127.0.0.1:9') },
  query: new URLSearchParams(),
  body: '',
};

test('what files say of tables is told without a question to AWS', async () => {
  expect(await tables({ ...asked, path: [] })).toMatchObject({
    headers: expect.arrayContaining([expect.objectContaining({ name: 'integration_usage', owner: 'integrations' })]),
    from: { haproxy_requests: 'raw/logs/', crm_accounts_changes: 'raw/db/crm/accounts/' },
  });
});

test('a table of another database, or without a name, is none of the lake', async () => {
  await expect(tables({ ...asked, path: ['elsewhere', 't'] })).rejects.toThrow(NotThereError);
  await expect(tables({ ...asked, path: ['tributary_lake_local'] })).rejects.toThrow(/by its database and its name/);
});
