import { z } from "zod";

const count = z.number().int().min(0);

/** What a job has cost so far, as far as its row was written. */
export const JobCosts = z.object({
  /** Of functions, as they are billed: each message's turn, at least a second; uploads apart. */
  functionMs: count,
  uploadMs: count,
  /** Of its own rows, log and messages, with the host's receipt and removal of each message. Rows that all jobs share for seconds are apart. */
  storageOperations: count,
  logins: count,
  /** How often the run slot of the machine was looked into. */
  looks: count,
  /** Of these, because somebody followed the log. */
  followedLooks: count,
  /** Over the connections to the machine, both ways, as they were encrypted. */
  bytes: count,
  messages: count,
});
export type JobCosts = Readonly<z.infer<typeof JobCosts>>;
