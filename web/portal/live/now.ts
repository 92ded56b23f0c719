import { signal } from "@preact/signals";

/** The time, second by second, for what is shown as an age. */
export const now = signal(Date.now());

setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 1000);
