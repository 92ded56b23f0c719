import { createHash, randomBytes } from "node:crypto";

/** What a session told of itself, with the proof that it was computed by our program: which PowerShell, and which rights its token has. */
export type ProvedSession = Readonly<{ version: string; token: "full" | "filtered" | "none" }>;

export type Proof = Readonly<{ question: string; answerIn(stdout: string): ProvedSession | undefined }>;

const ANSWER = /(?<=\n)mf-proof ([0-9a-f]{32}) (\d{1,3}\.\d{1,5}) (\w{1,40}) (full|filtered|none) ([0-9a-f]{64})\n/g;

/** A question whose answer only who computes can give. */
export function newProof(): Proof {
  const question = randomBytes(16).toString("hex");
  return {
    question,
    answerIn: (stdout) => {
      const [, , version = "", mode = "", token, digest] = [...stdout.matchAll(ANSWER)].find(([, asked]) => asked === question) ?? [];
      if (token !== "full" && token !== "filtered" && token !== "none") return undefined;
      return digest === sha256(`${question} ${version} ${mode} ${token}`) ? { version, token } : undefined;
    },
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
