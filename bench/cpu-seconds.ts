/** What `work` takes of the processor, in all threads of this process: on a machine that others use too, the clock says little. */
export async function cpuSeconds(work: () => unknown): Promise<{ readonly seconds: number }> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6 };
}
