import type { Generation } from "../generation.js";
import type { Packing } from "../installers/installer-content.js";

/** An installer to run, in the order of the way; `packing` is what its file really holds. */
export type ManualHop = Readonly<{ version: string; fileName: string; sha256: string; url: string; packing: Packing }>;

/** What is known of a machine on which somebody is going to install by hand. */
export type ManualWish = Readonly<{
  osTag: string;
  generation: Generation;
  serverAddress?: string | undefined;
  serverPort: number;
  /** Absent when nothing is installed, or nobody has looked. */
  installed?: string | undefined;
  registered: boolean;
  /** The first installer makes a classic agent one of the modernized generation. */
  migrates?: boolean;
  hops: readonly ManualHop[];
}>;

/** A thing to do: commands to type in this order, in a shell of root's or an administrator's, and what to know about them. */
export type ManualStep = Readonly<{ title: string; commands: readonly string[]; note?: string }>;
