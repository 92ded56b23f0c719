import { z } from "zod";
import { cureOf, inWords, type UnfitCharacter, unfitInName } from "../../core/unfit-character.js";
import { refusePowerShellText } from "./powershell-text.js";

/** Refuses a text by its first unfit character; what the issue says is fit to be shown, also of a secret. */
export const refuseUnfit =
  (unfit: (text: string) => UnfitCharacter | undefined = unfitInName) =>
  (text: string, context: z.RefinementCtx): void => {
    const found = unfit(text);
    if (found) context.addIssue({ code: "custom", message: said(found), params: { said: true } });
  };

const said = (found: UnfitCharacter): string => [`it holds ${inWords(found)}`, cureOf(found)].filter((part) => part !== undefined).join("; ");

/** What a check of the text's content said, wherever in the issue it stands. */
export function contentSaid(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === "custom" && issue.params?.said === true) return issue.message;
  if (issue.code !== "invalid_union") return undefined;
  return issue.errors
    .flat()
    .map(contentSaid)
    .find((one) => one !== undefined);
}

/** A name, or what is found by one: one line that is read as it stands. */
export const nameText = (most: number) => z.string().trim().min(1).max(most).superRefine(refuseUnfit()).superRefine(refusePowerShellText);
