import { randomInt } from "node:crypto";

/**
 * How a shell shows that it is the one which our line started. `words` start it, `question` is the sh text that it is given first (behind the
 * prologue, which knows the user). The answer is a sum that stands nowhere in what was sent, the shell's user, and the words that its process was
 * started with: neither an echo nor another program that takes its stdin for commands can give it. The sum alone comes on stderr, too: scripts
 * are heard on both, and start files may have closed one, or sent it elsewhere.
 */
export type Proof = Readonly<{
  words: readonly string[];
  question: string;
  answerIn(stdout: string): ProofAnswer | undefined;
  isOn(stderr: string): boolean;
}>;

/**
 * Who answered: our shell, and as which user; or another program, by the words of its process. `alone`: it may start no other program.
 * `byTerminal`: what it says comes through a terminal, which changes bytes.
 */
export type ProofAnswer = Readonly<{ uid: number; alone?: true }> | Readonly<{ other: string; byTerminal?: true }>;

/** The words are plain, so that any login shell (csh, fish) and any forced command that splits at blanks starts them alike. */
const SHELL = ["/bin/sh", "-s"] as const;
const LARGEST = 2 ** 30; // a sum of two fits the arithmetic of every shell

/** `isLogin`: the login itself starts the shell, so that a number in its words is what a start file cannot know. A sudo rule may name the bare words. */
export function newProof({ isLogin }: Readonly<{ isLogin: boolean }>): Proof {
  const [first, second] = [randomInt(LARGEST), randomInt(LARGEST)];
  const words = isLogin ? [...SHELL, `${randomInt(LARGEST)}`] : SHELL;
  const [begin, bare] = [`\nmf-${first + second} `, `\nmf-${first + second}\n`];
  const programs = isLogin ? "" : "$(/usr/bin/env echo 2>/dev/null || echo !)"; // sudo may keep what it starts from starting anything (noexec)
  return {
    words,
    question: `mf_words=; { read -r mf_words </proc/$$/cmdline; } 2>/dev/null; printf '\\nmf-%s %s %s\\n' "$((${first} + ${second}))" "$mf_uid${programs}" "$mf_words"; printf '\\nmf-%s\\n' "$((${first} + ${second}))" >&2\n`,
    isOn: (stderr) => stderr.includes(bare),
    answerIn(stdout) {
      const at = stdout.indexOf(begin);
      const end = at < 0 ? -1 : stdout.indexOf("\n", at + begin.length);
      if (end < 0) return undefined;
      const [uid = "", ...rest] = stdout.slice(at + begin.length, end).split(" ");
      const process = rest.join(" ");
      if (process === `${words.join("")}\r`) return { other: process.trim(), byTerminal: true };
      if (process !== words.join("") || !/^\d{1,10}!?$/.test(uid)) return { other: process };
      return { uid: Number.parseInt(uid, 10), ...(uid.endsWith("!") && { alone: true as const }) };
    },
  };
}
