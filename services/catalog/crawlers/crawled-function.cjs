// Read by serverless.yml: the function that tells what crawlers found, where there are crawlers.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { declaredCrawlers } = requireTypeScript('./declared-crawlers.ts', __filename);
  const crawlers = declaredCrawlers(__dirname, await resolveVariable('self:custom.crawlers'));
  if (crawlers.length === 0) return {};
  return resolveVariable('file(crawlers/functions/tell-crawled/function.yml)');
};
