/** Since when events are shown. */
export const SPANS = [
  { key: "hour", title: "The last hour", hours: 1 },
  { key: "day", title: "The last day", hours: 24 },
  { key: "week", title: "The last week", hours: 168 },
  { key: "all", title: "Ever", hours: undefined },
] as const;

/** When a span began, to the minute: so the question stays the same for a while. */
export function sinceOf(span: string, now: number): string | undefined {
  const { hours } = SPANS.find(({ key }) => key === span) ?? SPANS[1];
  return hours === undefined ? undefined : new Date(Math.floor((now - hours * 3_600_000) / 60_000) * 60_000).toISOString();
}
