import type { PLATFORMS } from "./platforms.js";

type Entries = (typeof PLATFORMS)[keyof typeof PLATFORMS];
type ProbeOf<Entry> = Entry extends { platform: { probe: { read(output: string): infer P } } } ? P : never;

/** What a look at a machine told: what every system tells, and by `system` what only one does. */
export type Probe = ProbeOf<Entries>;
