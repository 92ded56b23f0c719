/** `3 min`, `2 h 5 min`: how long something took or is ago. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 || minutes >= 10 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

/** A time as the reader's clock shows it; a dash for none. */
export const clockTime = (iso: string | null | undefined): string => (iso ? CLOCK.format(new Date(iso)) : "–");

/** Made once: a table shows very many times. */
const CLOCK = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** How long a job or task has taken by now, or took. */
export function took({ StartTime, EndTime }: Readonly<{ StartTime: string | null; EndTime: string | null }>, now: number): number | undefined {
  return StartTime ? (EndTime ? Date.parse(EndTime) : now) - Date.parse(StartTime) : undefined;
}
