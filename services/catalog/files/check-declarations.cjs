// Read by serverless.yml: what is wrong in tables.yml fails `serverless package` and `serverless deploy`, with line and reason.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = () => {
  const { readDeclarations } = requireTypeScript('./core/declaration/read-declarations.ts', __filename);
  const { events } = readDeclarations(readFileSync(join(__dirname, '../tables.yml'), 'utf8'));
  const folders = ['raw/files/', 'raw/saas/', ...[...events.keys()].map((type) => `raw/events/${type}/`)];
  return { keys: folders.map((prefix) => ({ prefix })) };
};
