// Read by serverless.yml: what is wrong in changes.yml fails `serverless package` and `serverless deploy`, with line and reason.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = () => {
  const { readChanges } = requireTypeScript('./core/declaration/read-changes.ts', __filename);
  const { sources } = readChanges(readFileSync(join(__dirname, 'changes.yml'), 'utf8'));
  return { tables: sources.flatMap(({ tables }) => tables).length };
};
