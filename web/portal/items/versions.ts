/** Negative when `a` is the older version; versions are compared part by part as numbers. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [a, b].map((version) => version.split(".").map(Number));
  for (let i = 0; i < 4; i += 1) {
    const difference = (one?.[i] ?? 0) - (other?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
