import { z } from "zod";
import { output } from "./output.js";

export const AsrJobLog = output(
  "ASRJobLog",
  "A part of what installers and configurators printed. Ask again with Offset = NextOffset; at NextOffset = Size there is no more yet.",
  {
    Name: z.string(),
    Offset: z.number().int(),
    NextOffset: z.number().int(),
    Size: z.number().int(),
    Text: z.string(),
  },
);
