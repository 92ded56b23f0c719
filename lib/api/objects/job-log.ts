import { z } from "zod";
import { output } from "./output.js";

export const AsrJobLog = output(
  "ASRJobLog",
  "A part of what installers and configurators print. Ask again with Offset = NextOffset until IsComplete is true.",
  {
    Name: z.string(),
    Offset: z.number().int(),
    NextOffset: z.number().int(),
    /** Bytes that are there by now. */
    SizeBytes: z.number().int(),
    /** The job has ended, and this answer reaches the end of its log. */
    IsComplete: z.boolean(),
    Text: z.string(),
  },
);
export type AsrJobLog = z.infer<typeof AsrJobLog>;
