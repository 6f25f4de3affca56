// Read by serverless.yml: Spark over the lake's tables, where somebody wants it.
module.exports = async ({ resolveVariable }) =>
  (await resolveVariable('self:custom.spark')) === 'emr-serverless'
    ? resolveVariable('file(spark/resources/application.yml)')
    : { Resources: {} };
