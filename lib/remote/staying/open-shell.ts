import type { ScriptEnd } from "./hear-script.js";
import type { WrappedScript } from "./wrapped-script.js";

export type ScriptLimits = Readonly<{ maxOutputBytes: number; signal: AbortSignal }>;

/** A shell on the machine that is given one script after the other. */
export type OpenShell = Readonly<{
  /** One at a time. Rejects with the signal's reason, and ends the shell then. */
  run(script: WrappedScript, limits: ScriptLimits): Promise<ScriptEnd>;
  isOpen(): boolean;
  end(): void;
}>;

/** What has not proved itself within `patienceMs` is told that no more comes: a slow shell still answers, and what is no shell ends. */
export type OpenLimits = Readonly<{ patienceMs?: number | undefined; signal: AbortSignal }>;

/** Opens one more shell of the same user. */
export type ShellOpener = (limits: OpenLimits) => Promise<OpenShell>;
