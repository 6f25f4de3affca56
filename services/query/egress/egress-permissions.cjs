// Read by functions/egress/function.yml: what egress may do, each folder that a copy in S3 is written to, and each workgroup and cluster of Redshift's.
module.exports = async ({ resolveVariable }) => [
  ...(await resolveVariable('file(egress/resources/egress-permissions.yml)')),
  ...(await resolveVariable('self:custom.egress.folders')),
  ...(await resolveVariable('self:custom.egress.redshift')),
];
