// Read by serverless.yml: crawlers, their roles and the queue of what they did; nothing where none is declared. What is wrong in the file fails `serverless package`, with line and reason.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { declaredCrawlers } = requireTypeScript('./declared-crawlers.ts', __filename);
  const { crawlerResources } = requireTypeScript('./core/crawler-resources.ts', __filename);
  const name = (id) => resolveVariable(`self:custom.names.${id}`);
  const crawlers = declaredCrawlers(__dirname, await resolveVariable('self:custom.crawlers'));
  if (crawlers.length === 0) return { Resources: {} };
  const naming = {
    service: `${await resolveVariable('self:service')}-${await resolveVariable('sls:stage')}`,
    region: await resolveVariable('self:provider.region'),
    buckets: { raw: await name('rawBucket'), lake: await name('lakeBucket') },
    databases: { raw: await name('rawDatabase'), lake: await name('lakeDatabase') },
    retrySeconds: await resolveVariable('param:registerRetrySeconds'),
    maxReceives: await resolveVariable('param:maxReceives'),
  };
  return { Resources: crawlerResources(crawlers, naming) };
};
