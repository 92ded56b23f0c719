import { z } from "zod";
import { said } from "../../said.js";

/** Why the service did not do what it was asked. `code` is Windows' own number, 0 where it tells none. */
export type WsmanFault = Readonly<{
  code: number;
  message: string /** The account has as many shells, processes or operations as it may have. */;
  isQuota: boolean;
}>;

/** Nothing came within the time of the operation: it is asked again. */
export const NOTHING_YET = 2_150_858_793;
/** The shell or command is gone, or was given up with it (ERROR_OPERATION_ABORTED). */
export const NOT_THERE: readonly number[] = [2_150_858_843, 995];
const TOO_MANY_SHELLS = 2_150_859_173;
/** ERROR_ACCESS_DENIED: the account may not use the service. */
export const ACCESS_DENIED = 5;

const Number32 = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number)
  .pipe(z.number().max(2 ** 32 - 1))
  .catch(0);

const Text = z.union([z.string(), z.object({ "#text": z.string() }).transform((one) => one["#text"])]).catch("");

const Fault = z
  .object({
    Detail: z.object({ WSManFault: z.object({ "@Code": Number32, Message: z.unknown() }).catch({ "@Code": 0, Message: "" }) }).catch(noDetail()),
    Reason: z.object({ Text }).catch({ Text: "" }),
    Code: z.object({ Subcode: z.object({ Value: Text }) }).catch(noCode()),
  })
  .catch({ Detail: noDetail(), Reason: { Text: "" }, Code: noCode() });

export function readFault(fault: unknown): WsmanFault {
  const { Detail, Reason, Code } = Fault.parse(fault);
  const told = Text.parse(Detail.WSManFault.Message) || Reason.Text;
  const code = Detail.WSManFault["@Code"];
  return { code, message: said(unescaped(told)), isQuota: code === TOO_MANY_SHELLS || Code.Subcode.Value.endsWith("QuotaLimit") };
}

function noCode() {
  return { Subcode: { Value: "" } };
}

function noDetail() {
  return { WSManFault: { "@Code": 0, Message: "" } };
}

const NAMED: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" };

const unescaped = (text: string): string => text.slice(0, 4_096).replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => NAMED[entity] ?? entity);
