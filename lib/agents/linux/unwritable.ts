import type { Obstacle } from "../readiness/readiness.js";
import type { LinuxProbe } from "./probe.js";
import { vendorObstacle } from "./vendor-obstacle.js";

/** Folders of the machine that cannot be written: by the vendor's name those that its check looks at, by ours everything else that it writes below. */
export function unwritable({ readOnly, boot, isRoot }: Pick<LinuxProbe, "readOnly" | "boot" | "isRoot">): readonly Obstacle[] {
  const mounted = [boot.root, boot.boot].flatMap((mount) => (mount?.readOnly ? [mount.place] : []));
  const places = new Set([...mounted, ...readOnly, ...(isRoot ? boot.notWritable : [])]);
  return [...places].map((place) =>
    CHECKED.includes(place)
      ? vendorObstacle("DirsNotWritable", `${place} cannot be written: it is mounted read-only, or locked`)
      : { code: "ReadOnlyFileSystem", message: `The file system at ${place} is mounted read-only` },
  );
}

const CHECKED: readonly string[] = ["/", "/boot", "/etc", "/var"];
