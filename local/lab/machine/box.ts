import type { MovedPaths } from "../simulated/moved-paths.js";

export type BoxUser = Readonly<{ uid: number; gid: number }>;
export const ROOT_USER: BoxUser = { uid: 0, gid: 0 };

/** The processes of a started machine. They end with this process, however it ends. */
export type Box = Readonly<{
  /** Settles when the machine's first process has ended, and every other of its processes with it. */
  ended: Promise<void>;
  /** The words before a command that make it run inside. */
  enter(user: BoxUser): readonly string[];
  /** What every process inside must have in its environment. */
  environment: Readonly<Record<string, string>>;
  /** How paths get in and out of a simulated machine; in any other they are what they are. `beforeLook`: before a script that looks at all processes. */
  moved: (MovedPaths & Readonly<{ beforeLook(): Promise<void> }>) | null;
  kill(): Promise<void>;
}>;

export type BoxOptions = Readonly<{ folder: string; hostName: string; bootId: string; init: readonly string[] }>;
