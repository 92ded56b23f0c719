import type { AuthenticationType } from "ssh2";
import { asksForNewPassword, saysWrong } from "./login-words.js";

/** What the server answered to one method: those that it would take now, and whether it took this one and wants another beside it. */
export type MethodAnswer = Readonly<{
  method: AuthenticationType | undefined;
  authsLeft: readonly AuthenticationType[];
  partialSuccess: boolean | null;
}>;
export type Question = Readonly<{ text: string; prompts: readonly string[]; answer: boolean }>;

/** What was said on both sides while a login was tried: it decides what became of the credential. */
export type LoginTalk = Readonly<{
  answered(answer: MethodAnswer): void;
  asked(question: Question): void;
  /** A banner, or what came before the server's version. */
  heard(text: string): void;
  /** Everything that the server said. */
  words(): string;
  outcome(): LoginOutcome;
}>;

/**
 * `refused`: the server judged a credential. `not-now`: it took the password and then said something, as PAM does when the account may not log in
 * (nologin, a locked account). `asks`: it wants another answer. `wants`: it takes none of what the account has, or wants another beside it.
 */
export type LoginOutcome =
  | Readonly<{ kind: "refused" }>
  | Readonly<{ kind: "not-now"; text: string }>
  | Readonly<{ kind: "asks"; prompt: string }>
  | Readonly<{ kind: "wants"; methods: readonly string[]; tookOne: boolean }>;

const MOST_KEPT = 8_192;

export function loginTalk(): LoginTalk {
  let said = "";
  let [asked, answers]: [Question[], MethodAnswer[]] = [[], []];
  const keep = (text: string) => {
    if (said.length < MOST_KEPT) said += `${text.slice(0, MOST_KEPT)}\n`;
  };
  return {
    heard: keep,
    answered: (answer) => {
      answers = [...answers, answer].slice(-20);
    },
    asked: (question) => {
      keep(question.text);
      asked = [...asked, question].slice(-20);
    },
    words: () => said,
    outcome: () => outcomeOf(asked, answers),
  };
}

function outcomeOf(asked: readonly Question[], answers: readonly MethodAnswer[]): LoginOutcome {
  const given = asked.findIndex(({ answer }) => answer);
  const later = given < 0 ? [] : asked.slice(given + 1);
  const again = later.flatMap(({ prompts }) => prompts);
  const isSame = (prompt: string) => asked[given]?.prompts[0]?.trim() === prompt.trim();
  const text = later.map((question) => question.text).join("\n");
  if (again[0] !== undefined) return isSame(again[0]) || asksForNewPassword(again[0]) ? { kind: "refused" } : { kind: "asks", prompt: inOne(again) };
  if (text.trim() !== "") return saysWrong(text) ? { kind: "refused" } : { kind: "not-now", text };
  const unanswered = given < 0 ? asked.flatMap(({ prompts }) => prompts) : [];
  if (unanswered[0] !== undefined && asksForNewPassword(unanswered[0])) return { kind: "refused" };
  const judged = answers.some(({ method, authsLeft, partialSuccess }) => method !== undefined && !partialSuccess && authsLeft.includes(method));
  if (given >= 0 || judged) return { kind: "refused" };
  if (unanswered.length > 0) return { kind: "asks", prompt: inOne(unanswered) };
  const last = answers.at(-1);
  if (last === undefined || last.authsLeft.length === 0) return { kind: "refused" };
  return { kind: "wants", methods: last.authsLeft, tookOne: answers.some(({ partialSuccess }) => partialSuccess === true) };
}

const inOne = (prompts: readonly string[]): string => prompts.map((prompt) => prompt.trim()).join(" ");
