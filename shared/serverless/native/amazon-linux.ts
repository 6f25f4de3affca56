/**
 * What Amazon Linux 2023, which nodejs24.x runs on, has of the C and C++ libraries.
 * https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html (glibc 2.34, GCC 11.4, whose libstdc++ ends at GLIBCXX_3.4.29)
 */
const newest = [
  { library: 'GLIBC', version: [2, 34] },
  { library: 'GLIBCXX', version: [3, 4, 29] },
] as const;

/** Why a binary of this machine's would not load there; undefined where it would. It names the versions that it needs as plain texts. */
export function unfitForAmazonLinux(binary: Buffer): string | undefined {
  const text = binary.toString('latin1');
  if (!text.includes('libc.so.6')) return 'it is not linked with glibc';
  for (const { library, version } of newest) {
    const needed = [...text.matchAll(new RegExp(`\\b${library}_(\\d+(?:\\.\\d+)*)`, 'g'))].map(
      ([, found = '']) => found,
    );
    const tooNew = needed.find((found) => isNewer(found.split('.').map(Number), version));
    if (tooNew !== undefined) return `it needs ${library} ${tooNew}, Amazon Linux 2023 has ${version.join('.')}`;
  }
  return undefined;
}

function isNewer(found: readonly number[], limit: readonly number[]): boolean {
  const at = limit.findIndex((part, index) => part !== (found[index] ?? 0));
  return at !== -1 && (found[at] ?? 0) > (limit[at] ?? 0);
}
