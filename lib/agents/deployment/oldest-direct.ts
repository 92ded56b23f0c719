import { RELEASES_A_HOP, releasesBetween } from "../versions/releases.js";
import { parseVersion } from "../versions/version.js";

/** The oldest release from which `version` may be installed at once: as many releases back as an update may cross. */
export function oldestDirect(version: string): string {
  const [major, minor] = parseVersion(version);
  let oldest = minor;
  while (oldest > 0 && releasesBetween(`${major}.${oldest - 1}`, version).count <= RELEASES_A_HOP) oldest--;
  return `${major}.${oldest}.0.0`;
}
