import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { sshAddonLoaded } from "../../../lib/remote/ssh/ssh-addon.js";

it("tells whether ssh2's native addon is loaded", () => {
  const built = existsSync("node_modules/ssh2/lib/protocol/crypto/build/Release/sshcrypto.node");
  expect(sshAddonLoaded()).toBe(built);
});
