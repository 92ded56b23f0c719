import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const scriptsAsText = {
  name: "scripts-as-text",
  enforce: "pre" as const,
  load: (id: string) => (/\.(sh|ps1|cmd|c|h|cs|csproj|reg|wxs|py)$/.test(id) ? `export default ${JSON.stringify(readFileSync(id, "utf8"))}` : null),
};

/** What waits for whole lives of machines, for Windows, or for shells that start slowly, and is no part of `npm test`. It waits more than it works. */
const LONG = [
  "test/e2e/{accounts,arm,batches,deployment,hosts/{hand-on,lost-messages},operations,paths,push-account,stop,storage-away,support,transfer,watch}.test.ts",
  "test/e2e/{faults,windows}/**/*.test.ts",
  "test/deployment/{linux,windows}-scripts*.test.ts",
  "test/local/lab/windows/**/*.test.ts",
  "test/powershell/{help-examples,service,waiting}.test.ts",
  "test/remote/{logins,paths,start-files}.test.ts",
  "test/remote/winrm/winrm-machine.test.ts",
  "test/remote/windows/{scripts,windows-machine}.test.ts",
];

/** What shares its process with no other file: it mocks modules, or sets up Azure's library, which can be done once. */
const APART = [
  "test/agents/invented-platform/invented-platform.test.ts",
  "test/functions/other-platforms.test.ts",
  "test/jobs/engine/other-platforms.test.ts",
  "test/local/host/app/http-streams.test.ts",
  "test/watch/probe-machine.test.ts",
  "test/watch/send-probes.test.ts",
];

const shared = {
  // The built app is loaded as it stands, not transformed once more.
  server: { deps: { external: [/\/dist\/app\.mjs/] } },
  globalSetup: ["test/setup/azurite.ts"],
  testTimeout: 60_000,
  hookTimeout: 180_000,
};

export default defineConfig({
  plugins: [scriptsAsText],
  test: {
    reporters: ["default", "./test/setup/skipped.ts"],
    maxWorkers: 2,
    projects: [
      // Files of one worker share its modules: loading them anew for each took a third of the time.
      { extends: true, test: { ...shared, name: "quick", include: ["test/**/*.test.ts"], exclude: [...LONG, ...APART], isolate: false } },
      { extends: true, test: { ...shared, name: "apart", include: APART } },
      { extends: true, test: { ...shared, name: "long", include: LONG, isolate: false } },
    ],
  },
});
