import type { z } from "zod";

/** Begins as an object with properties does, or is the name of a type of .NET. */
const OBJECT =
  /^(?:@\{|(?:Deserialized\.|Selected\.)?(?:System\.(?:Object|String|Char|Byte|Int\d\d|Double|Boolean|DateTime|Guid|(?:Collections|Management\.Automation|Data|Xml|Net|IO)(?:[.+]\w+)+)|Microsoft\.(?:PowerShell|Management|Azure|ActiveDirectory)(?:\.\w+)+)(?:`\d+)?(?:\[[^\]]*\]*)?(?=\s|$))/;

/** True for what PowerShell makes of an object that it was to write as text: `@{site=berlin}`, `System.Collections.Hashtable`, `System.Object[]`. */
export const isPowerShellText = (text: string): boolean => OBJECT.test(text.trim());

/** Completes "holds …" or "is …". */
export const POWERSHELL_TEXT =
  "what PowerShell shows of an object, not what is in it: give ConvertTo-Json a -Depth of 5; for Export-Csv make a text of it first";

/** Refuses an object that became text on its way, saying how to keep it whole. */
export function refusePowerShellText(text: string, context: z.RefinementCtx): void {
  if (isPowerShellText(text)) context.addIssue({ code: "custom", message: `this is ${POWERSHELL_TEXT}`, params: { said: true } });
}
