import type { Component } from "../items/components.js";

/** What is to be done next with a fabric's servers, by the order in which they are updated. */
export function nextStep(servers: readonly Component[], newest: string): string {
  if (newest === "") return "The catalogue has no installer yet: which version is the latest is not known.";
  const first = servers.find(({ outdated }) => outdated);
  if (first) return `Next: update the ${first.role.toLowerCase()} ${first.name} to ${newest}, before its machines.`;
  const unknown = servers.find(({ version }) => version === "");
  if (unknown) return `The version of the ${unknown.role.toLowerCase()} ${unknown.name} is not known: refresh the server.`;
  return "All servers have the latest version: its machines may be updated.";
}

const DAY_MS = 86_400_000;

/** How long a certificate is still good, in words. */
export function certificateWords(expiry: string | null, now: number): string {
  if (expiry === null) return "When its certificate ends is not known.";
  const days = Math.floor((Date.parse(expiry) - now) / DAY_MS);
  return days < 0 ? `Its certificate expired ${-days} days ago!` : `Its certificate ends in ${days} days.`;
}
