/** Where a person sees an execution: its page in Athena's console. */
export function createLinkOf(region = 'us-east-1') {
  const domain = region.startsWith('cn-') ? 'console.amazonaws.cn' : 'console.aws.amazon.com';
  return (executionId: string): string =>
    `https://${region}.${domain}/athena/home?region=${region}#/query-editor/history/${executionId}`;
}
