import type { z } from "zod";

/** Begins as an object with properties does, also as CLIXML has it, or is the name of a type of .NET. */
const OBJECT =
  /^(?:@\{|(?:#< CLIXML\s*)?<Objs\s|(?:Deserialized\.|Selected\.)?(?:System\.(?:Object|String|Char|Byte|Int\d\d|Double|Boolean|DateTime|Guid|DBNull|Uri|Version|TimeSpan|__ComObject|(?:Collections|Management\.Automation|Data|Xml|Net|IO|Security|Text)(?:[.+]\w+)+)|(?:Microsoft\.(?:PowerShell|Management|Azure|ActiveDirectory)|VMware\.Vim(?:Automation)?|Newtonsoft\.Json)(?:\.\w+)+)(?:`\d+)?(?:\[[^\]]*\]*)?(?=\s|$))/;

/** True for what PowerShell makes of an object that it was to write as text: `@{site=berlin}`, `System.Collections.Hashtable`, `System.Object[]`. */
export const isPowerShellText = (text: string): boolean => OBJECT.test(text.trim());

/** Completes "holds …" or "is …". */
export const POWERSHELL_TEXT =
  "what PowerShell shows of an object, not what is in it: give ConvertTo-Json a -Depth of 5; for Export-Csv make a text of it first";

/** Refuses an object that became text on its way, saying how to keep it whole. */
export function refusePowerShellText(text: string, context: z.RefinementCtx): void {
  if (!isPowerShellText(text)) return;
  const cure = IS_SECRET.test(text) ? SECRET_TEXT : POWERSHELL_TEXT;
  context.addIssue({ code: "custom", message: `this is ${cure}`, params: { said: true } });
}

const IS_SECRET = /SecureString|PSCredential/;
const SECRET_TEXT =
  "the name of an object that PowerShell keeps a secret in, not the secret: [System.Net.NetworkCredential]::new('', $secret).Password is its text";
