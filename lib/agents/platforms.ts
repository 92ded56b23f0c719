import { LINUX } from "./linux/platform.js";
import { WINDOWS } from "./windows/platform.js";

/**
 * The systems that a machine may have, by its `OSType`. `usualPort`: where it listens unless it is said otherwise. `onlyTag`: the OS tag of all
 * its versions, where one installer serves them. Without a `platform` machines can be listed and packages made, and no job acts on them.
 */
export const PLATFORMS = {
  Linux: { usualPort: 22, platform: LINUX },
  Windows: { usualPort: 22, onlyTag: "Windows", platform: WINDOWS },
} as const;
