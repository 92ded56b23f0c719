/** The least of the times (milliseconds) that fit into a second, or the first below `enough`: others are at work on this machine and in this process, too, and what is slow stays slow. */
export async function leastTime(enough: number, timeOf: () => number | Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let sum = 0; sum < 1_000 && least > enough; ) {
    const ms = await timeOf();
    least = Math.min(least, ms);
    sum += ms;
  }
  return least;
}
