/** Asks for a value again and again until stopped, and keeps the highest. */
export function watchPeak(sample: () => number, everyMs: number): Readonly<{ stop(): number }> {
  let peak = sample();
  const timer = setInterval(() => {
    peak = Math.max(peak, sample());
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.max(peak, sample());
    },
  };
}
