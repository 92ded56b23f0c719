import { WINDOWS_FLOOR } from "../path/forbidden-starts.js";
import { RELEASES_A_HOP, releasesBetween } from "../versions/releases.js";
import { compareVersions, parseVersion } from "../versions/version.js";

/** The oldest version over which `version` may be installed at once: as many releases back as an update may cross, and on Windows none below the floor. */
export function oldestDirect(version: string, osTag: string): string {
  const [major, minor] = parseVersion(version);
  let oldest = minor;
  while (oldest > 0 && releasesBetween(`${major}.${oldest - 1}`, version).count <= RELEASES_A_HOP) oldest--;
  const release = `${major}.${oldest}.0.0`;
  return osTag === "Windows" && compareVersions(release, WINDOWS_FLOOR) < 0 ? WINDOWS_FLOOR : release;
}
