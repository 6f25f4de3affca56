// Read by functions/report/function.yml: what report may do, and where somebody is mailed, that one address may send.
module.exports = async ({ resolveVariable }) => [
  ...(await resolveVariable('file(dashboards/resources/report-permissions.yml)')),
  ...((await resolveVariable('param:reportMailTo')) === ''
    ? []
    : await resolveVariable('file(dashboards/resources/mail-permissions.yml)')),
];
