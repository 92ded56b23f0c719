const DAY_MS = 86_400_000;
const FIRST_DAYS = 60;
const LAST_DAYS = 7;
const EVERY_DAYS_AFTER = 14;

/**
 * Which notice of an expiry is due, by the vendor's schedule: weekly from 60 days before, daily in the last seven days, every two weeks
 * afterwards. Each notice has another name; none before that.
 */
export function expiryNotice(expiry: string, now: Date): string | undefined {
  const days = (Date.parse(expiry) - now.getTime()) / DAY_MS;
  if (days > FIRST_DAYS) return undefined;
  if (days > LAST_DAYS) return `week ${Math.ceil((days - LAST_DAYS) / 7)}`;
  if (days > 0) return `day ${Math.ceil(days)}`;
  return `expired ${Math.floor(-days / EVERY_DAYS_AFTER)}`;
}

/** Severity and words for it. */
export function expiryWords(expiry: string, now: Date): Readonly<{ severity: "Critical" | "Warning"; when: string }> {
  const days = (Date.parse(expiry) - now.getTime()) / DAY_MS;
  const date = expiry.slice(0, 10);
  if (days <= 0) return { severity: "Critical", when: `expired on ${date}` };
  const left = Math.ceil(days);
  return { severity: days <= LAST_DAYS ? "Critical" : "Warning", when: `expires on ${date}, in ${left} ${left === 1 ? "day" : "days"}` };
}
