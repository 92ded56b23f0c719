import { createHash, randomBytes } from "node:crypto";

/** What a session told of itself, with the proof that it was computed by our program: which PowerShell, and which rights its token has. */
export type ProvedSession = Readonly<{ version: string; token: "full" | "filtered" | "none" }>;

export type Proof = Readonly<{ question: string; answerIn(stdout: string): ProvedSession | undefined }>;

/** A question whose answer only who computes can give. */
export function newProof(): Proof {
  const question = randomBytes(16).toString("hex");
  const answer = new RegExp(`\\nmf-proof ${question} (\\d{1,3}\\.\\d{1,5}) (\\w{1,40}) (full|filtered|none) ([0-9a-f]{64})\\n`);
  return {
    question,
    answerIn: (stdout) => {
      const [, version = "", mode = "", token, digest] = answer.exec(stdout) ?? [];
      if (token !== "full" && token !== "filtered" && token !== "none") return undefined;
      return digest === sha256(`${question} ${version} ${mode} ${token}`) ? { version, token } : undefined;
    },
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
