// Read by functions/load/function.yml: what load may do, and each secret that a copy in a database names.
module.exports = async ({ resolveVariable }) => [
  ...(await resolveVariable('file(egress/resources/load-permissions.yml)')),
  ...(await resolveVariable('self:custom.egress.secrets')),
];
