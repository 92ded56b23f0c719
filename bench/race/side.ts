import type { Target } from "../lab/target.js";

/** What one run of one side cost. */
export type Spent = Readonly<{
  wallSeconds: number;
  /** Of the controller's processes only. */
  cpuSeconds: number;
  peakMb: number;
  /** What only this side has, such as storage operations an update. */
  more: Readonly<Record<string, number>>;
}>;

/** A way to update all machines of a race. */
export type Side = Readonly<{
  name: string;
  /** What it is, with its version. */
  about: string;
  /** The machines that it updates. */
  targets: readonly Target[];
  /** Done before each run and not counted: what a controller that works all day has done already. */
  warm(): Promise<void>;
  run(): Promise<Spent>;
  /** Updates these alone, where a first round over all would take too long: compilers and caches get warm, and the product learns how long the installer takes. */
  practise(few: readonly Target[]): Promise<void>;
  close(): Promise<void>;
}>;
