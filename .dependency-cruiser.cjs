const only = (name, from, to) => ({ name, severity: "error", from: { path: from }, to: { path: "^(functions|lib|local|generate)/", pathNot: to } });
const pkg = (name, pathNot, to) => ({ name, severity: "error", from: { path: "^(functions|lib)/", pathNot }, to: { path: to } });

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "nobody-imports-functions-local-or-generate", severity: "error", from: { path: "^lib/" }, to: { path: "^(functions|local|generate)/" } },
    { name: "nobody-imports-proofs", severity: "error", from: { path: "^(functions|lib|local|generate|bench)/" }, to: { path: "^proof/" } },
    {
      name: "only-app-imports-store",
      severity: "error",
      from: { path: "^(functions|lib)/", pathNot: "^lib/((app|configured)\\.ts|store/)" },
      to: { path: "^lib/store/" },
    },
    only("core-imports-nothing", "^lib/core/", "^lib/core/"),
    only("agents-import-core", "^lib/agents/", "^lib/(core|agents)/|^lib/remote/posix/quote\\.ts"), // what is typed into a POSIX shell is quoted as its dialect says
    {
      name: "only-its-registration-knows-a-platform", // packages and manual steps are texts for one system, and made of its scripts
      severity: "error",
      from: { path: "^(functions|lib|local|generate)/", pathNot: "^lib/agents/(linux/|windows/|platforms\\.ts$|deployment/)|^lib/jobs/deployment/" },
      to: { path: "^lib/agents/(linux|windows)/" },
    },
    {
      name: "the-registration-is-read-in-one-place",
      severity: "error",
      from: { pathNot: "^lib/agents/(platform-of|probe)\\.ts$" },
      to: { path: "^lib/agents/platforms\\.ts$" },
    },
    only("remote-imports-core", "^lib/remote/", "^lib/(core|remote)/"),
    only("transports-import-no-dialect", "^lib/remote/ssh/", "^lib/(core/|remote/(ssh/|[^/]+$))"),
    only("transports-import-no-other", "^lib/remote/winrm/", "^lib/(core/|remote/(winrm/|[^/]+$))"),
    only("dialects-import-no-transport", "^lib/remote/posix/", "^lib/(core/|remote/(posix/|staying/|[^/]+$))"),
    only("dialects-import-no-other", "^lib/remote/windows/", "^lib/(core/|remote/(windows/|staying/|[^/]+$))"),
    only("shells-that-stay-know-no-dialect", "^lib/remote/staying/", "^lib/(core/|remote/(staying/|[^/]+$))"),
    only("ports-of-remote-import-neither", "^lib/remote/(?!connect)[^/]+$", "^lib/(core/|remote/[^/]+$)"),
    only("fleet-imports-core-agents", "^lib/fleet/", "^lib/(core|agents|fleet)/|^lib/remote/(machine|transport)\\.ts"),
    only("reach-imports-domain", "^lib/reach/", "^lib/(core|agents|fleet|remote|reach)/"),
    { name: "support-imports-no-step", severity: "error", from: { path: "^lib/jobs/support/" }, to: { path: "^lib/jobs/steps/" } },
    only("jobs-import-domain", "^lib/jobs/", "^lib/(core|agents|fleet|remote|reach|jobs)/"),
    only("store-imports-ports", "^lib/store/", "^lib/(core|agents|fleet|jobs|audit|store)/"),
    only("audit-imports-ports", "^lib/audit/", "^lib/(core|fleet|audit)/"),
    only("vault-imports-ports", "^lib/vault/", "^lib/(core|fleet|vault)/"),
    {
      name: "only-app-imports-vault",
      severity: "error",
      from: { path: "^(functions|lib)/", pathNot: "^lib/(app\\.ts|vault/)" },
      to: { path: "^lib/vault/" },
    },
    only("alerts-import-ports", "^lib/alerts/", "^lib/(core|fleet|alerts)/"),
    {
      name: "only-app-imports-alerts",
      severity: "error",
      from: { path: "^(functions|lib)/", pathNot: "^lib/(app\\.ts|alerts/)" },
      to: { path: "^lib/alerts/" },
    },
    only("watch-imports-domain", "^lib/watch/", "^lib/(core|agents|fleet|remote|reach|jobs|watch)/"),
    only("api-imports-domain-not-store", "^lib/api/", "^lib/(core|agents|fleet|jobs|audit|api)/"),
    only("triggers-are-thin", "^functions/", "^(functions/|lib/(start\\.ts|api/|core/))"),
    only("web-imports-nothing-of-the-service", "^web/", "^$"),
    pkg("ssh2-only-in-remote", "^lib/remote/", "node_modules/ssh2/|^ssh2$"),
    pkg(
      "storage-sdk-only-in-store",
      "^lib/(store/|(app|configured)\\.ts)",
      "node_modules/@azure/(data-tables|storage-queue|storage-blob|keyvault-secrets)/",
    ),
    pkg("site-recovery-sdk-only-in-vault", "^lib/vault/", "node_modules/@azure/arm-recoveryservices-siterecovery/"),
    pkg("mail-and-webhooks-only-in-alerts", "^lib/alerts/", "node_modules/(nodemailer|cloudevents|standardwebhooks)/"),
    pkg("identity-only-in-configured", "^lib/configured\\.ts", "node_modules/@azure/identity/"),
    pkg("tokens-only-in-api", "^lib/api/", "node_modules/jose/"),
    pkg("functions-sdk-at-the-edge", "^(functions/|lib/api/)", "node_modules/@azure/functions/"),
    {
      name: "environment-only-in-config",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/(core/settings/config|start)\\.ts" },
      to: { path: "^(node:)?process$" },
    },
  ],
  options: { doNotFollow: { path: "node_modules" }, tsConfig: { fileName: "tsconfig.json" }, tsPreCompilationDeps: true },
};
