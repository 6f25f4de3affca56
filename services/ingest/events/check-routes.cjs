// Read by serverless.yml: what is wrong in routes.yml fails `serverless package` and `serverless deploy`, with line and reason.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = () => {
  const { readRoutes } = requireTypeScript('./core/routes/read-routes.ts', __filename);
  const { routes } = readRoutes(readFileSync(join(__dirname, 'routes.yml'), 'utf8'));
  return { routes: routes.length };
};
