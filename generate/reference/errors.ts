import type { AnyCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { isMandatory } from "../../lib/api/cmdlet/parameter.js";
import { setsOf } from "../../lib/api/http/handle-cmdlet.js";
import { row } from "./markdown.js";

/** What the call may be answered instead, and where the errors of its job are described. */
export function errorSection(cmdlet: AnyCmdlet): readonly string[] {
  const takesAnything = Object.values(setsOf(cmdlet)).some(({ shape }) => Object.keys(shape).length > 0);
  const names = Object.values(cmdlet.parameterSets).some(({ shape }) => Object.values(shape).some(isMandatory));
  const rows = [
    ...(takesAnything ? [row("400", "`InvalidParameter`", "a parameter is unknown, missing or wrong; the message names it")] : []),
    row("401", "`Unauthorized`", "nothing was sent that proves who calls, or it proves nothing"),
    row("403", "`Forbidden`", `the caller has a smaller scope than ${cmdlet.scope}`),
    ...(names ? [row("404", "`ResourceNotFound`", "what was named is not there")] : []),
    ...(cmdlet.name.startsWith("Get-") ? [] : [row("409", "`Conflict` and others", "the present state forbids it")]),
    row("503", "`StorageUnavailable`, `IdentityUnavailable`", "call again in a few seconds"),
  ];
  const ofJob = "What goes wrong later stands in the job: `Errors`, with causes and what to do. Every code is in [errors.md](../errors.md).";
  return [
    [row("status", "code", "means"), row("---", "---", "---"), ...rows].join("\n"),
    cmdlet.answers === "job" ? ofJob : "Every code is in [errors.md](../errors.md).",
  ];
}
