// Read by functions/egress/function.yml: what egress may do, and each folder that a copy in S3 is written to.
module.exports = async ({ resolveVariable }) => [
  ...(await resolveVariable('file(egress/resources/egress-permissions.yml)')),
  ...(await resolveVariable('self:custom.egress.folders')),
];
