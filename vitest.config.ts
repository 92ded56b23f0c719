import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const scriptsAsText = {
  name: "scripts-as-text",
  enforce: "pre" as const,
  load: (id: string) => (/\.(sh|ps1|cmd|c|h|cs|csproj|reg|wxs|py)$/.test(id) ? `export default ${JSON.stringify(readFileSync(id, "utf8"))}` : null),
};

export default defineConfig({
  plugins: [scriptsAsText],
  test: {
    include: ["test/**/*.test.ts"],
    // The built app is loaded as it stands, not transformed once more.
    server: { deps: { external: [/\/dist\/app\.mjs/] } },
    globalSetup: ["test/setup/azurite.ts"],
    reporters: ["default", "./test/setup/skipped.ts"],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
});
