/** What the service answered instead of what was asked for, in its own words. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly advice: string;
  readonly details: readonly string[];
  readonly retryAfterSeconds: number | undefined;

  constructor({ status, code, message, advice = "", details = [], retryAfterSeconds }: ProblemFacts) {
    super(message);
    this.status = status;
    this.code = code;
    this.advice = advice;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export type ProblemFacts = Readonly<{
  status: number;
  code: string;
  message: string;
  advice?: string;
  details?: readonly string[];
  retryAfterSeconds?: number | undefined;
}>;

type Envelope = Readonly<{
  error?: Readonly<{
    code?: string;
    message?: string;
    details?: readonly Readonly<{ code?: string; message?: string; recommendedAction?: string }>[];
  }>;
}>;

/** The problem that an answer tells of, also when it is not the service that has answered. */
export function problemOf(answer: Readonly<{ status: number; retryAfter: string | null }>, body: unknown): Problem {
  const { error } = (typeof body === "object" && body !== null ? body : {}) as Envelope; // each part is looked at before it is used
  const [first] = error?.details ?? [];
  const seconds = Number(answer.retryAfter);
  return new Problem({
    status: answer.status,
    code: first?.code ?? error?.code ?? `HTTP ${answer.status}`,
    message:
      error?.message ?? `The service answered ${answer.status} without a word. What stands between it and this page may have answered instead.`,
    advice: first?.recommendedAction ?? "",
    details: (error?.details ?? []).slice(error?.details?.length === 1 ? 1 : 0).map(({ message }) => message ?? ""),
    retryAfterSeconds: answer.retryAfter !== null && Number.isFinite(seconds) ? seconds : undefined,
  });
}

/** What is wrong and what to do, in one line. */
export const wordsOfProblem = (error: unknown): string =>
  error instanceof Problem ? `${error.message}. ${error.advice}`.replace("..", ".").trim() : error instanceof Error ? error.message : String(error);
