// Read by serverless.yml: what the functions that make reports stand on, where there is a schedule.
module.exports = async ({ resolveVariable }) =>
  (await resolveVariable('param:reportSchedule')) === ''
    ? { Resources: {} }
    : resolveVariable('file(dashboards/resources/reports.yml)');
