import type { DiskFile } from "../disk/disk-file.js";
import df from "./df.sh";
import type { StandIn } from "./stand-in.js";

export const SMALL_DISK_STAND_IN: StandIn = { of: "a small disk", is: "a df that tells what was ordered; writing is not refused" };

export const FREE_SPACE_FILE = "/etc/lab/free-bytes";

/** The stand-in, before the real one in every search path. */
export const SMALL_DISK_FILES: readonly DiskFile[] = [{ path: "/usr/local/bin/df", text: df, mode: 0o755 }];
