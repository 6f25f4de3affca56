// Read by serverless.yml: the functions that make reports, where there is a schedule.
module.exports = async ({ resolveVariable }) =>
  (await resolveVariable('param:reportSchedule')) === ''
    ? {}
    : {
        ...(await resolveVariable('file(dashboards/functions/report/function.yml)')),
        ...(await resolveVariable('file(dashboards/functions/draw-chart/function.yml)')),
      };
