// Read by serverless.yml: what is wrong in facts.yml fails `serverless package` and `serverless deploy`, with line and reason.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = () => {
  const { readDeclarations } = requireTypeScript('./core/facts/declarations.ts', __filename);
  const declarations = readDeclarations(readFileSync(join(__dirname, 'facts.yml'), 'utf8'));
  return { events: declarations.size };
};
