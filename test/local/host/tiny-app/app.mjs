import { app, output } from "@azure/functions";

/** What happened in this process, for the tests to ask: GET /api/seen. */
const seen = [];
const note = (what, more = {}) => seen.push({ what, ...more });
const prefix = process.env.TINY_PREFIX ?? "tiny";
const gates = new Map();
const gate = (name) => {
  if (!gates.has(name)) gates.set(name, Promise.withResolvers ? Promise.withResolvers() : withResolvers());
  return gates.get(name);
};
function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve) => {
    made.resolve = resolve;
  });
  return made;
}

process.on("SIGTERM", () => setTimeout(gate("term").resolve, 500)); // so that an answer comes while the host drains
app.hook.appStart(() => {
  note("appStart", { prefix: process.env.TINY_PREFIX });
});
app.hook.appTerminate(() => {
  process.env.TINY_TERMINATED = prefix;
});
app.hook.preInvocation((context) => {
  context.hookData.from = "pre";
  if (context.invocationContext.functionName === "replaced") context.functionHandler = () => ({ body: "replaced by a hook" });
});
app.hook.postInvocation((context) => {
  if (context.invocationContext.functionName === "rescued" && context.error) {
    const { message } = context.error;
    context.error = null;
    context.result = { body: `rescued: ${message}, ${context.hookData.from}` };
  }
});

const http = (name, route, handler, methods = ["GET"]) => app.http(name, { route, methods, handler });
const echo = ({ params, query, url, headers }) => {
  const names = [...query.keys()];
  return { jsonBody: { params, query: Object.fromEntries(query), url, names, headers: [...headers.keys()] } };
};

http("seen", "seen", () => ({ jsonBody: seen }));
http("pair", "pair/{a}-{b}.json", echo);
http("number", "typed/{id:int}", () => ({ body: "number" }));
http("word", "typed/{id:alpha}", () => ({ body: "word" }));
http("rest", "rest/{*path}", echo);
http("maybe", "maybe/{x?}", echo);
http("first-catches-all", "order/{x}", () => ({ body: "catch-all" }));
http("second-is-literal", "order/literal", () => ({ body: "literal" }));
http("nothing", "nothing", () => undefined);
http("throws", "throws", () => {
  throw new Error("on purpose");
});
http("text", "text", () => "no object");
http("replaced", "replaced", () => ({ body: "not me" }));
http("rescued", "rescued", () => {
  throw new Error("broken");
});
http("cookies", "cookies", () => ({
  status: 201,
  headers: { "x-own": "1" },
  cookies: [
    { name: "a", value: "1", httpOnly: true, path: "/" },
    { name: "b", value: "2" },
  ],
}));
http("slow", "slow", () => new Promise(() => {}));
http("headed", "headed", () => ({ body: "seen by HEAD" }), ["GET", "HEAD"]);
http(
  "body",
  "body",
  async (request) => ({ jsonBody: { length: (await request.arrayBuffer()).byteLength, header: request.headers.get("x-twice") } }),
  ["POST"],
);
http("admin-like", "administrators", () => ({ body: "never" }));
http("twin-a", "twin", () => ({ body: "a" }));
http("twin-b", "Twin", () => ({ body: "b" }));
http("switched-off-too", "off-too", () => ({ body: "never" }));
http("switched-off", "off", () => ({ body: "never" }));
http("logs", "logs", (_request, context) => {
  context.warn("a warning of the app");
  setTimeout(() => context.log("too late"), 10);
  return { status: 200 };
});
http("open-gate", "gates/{name}", (request) => {
  gate(request.params.name).resolve();
  return { status: 200 };
});
http("waits", "waits/{name}", async (request) => {
  note("waiting");
  await gate(request.params.name).promise;
  return { body: "done" };
});
app.http("guarded", { route: "guarded", methods: ["GET"], authLevel: "function", handler: () => ({ body: "open" }) });

app.storageQueue("take", {
  queueName: `${prefix}-work`,
  connection: "",
  handler: async (message, context) => {
    note("take", { message, metadata: context.triggerMetadata, prefix, pid: process.pid });
    if (message?.wait) await gate(message.wait).promise;
    if (message?.fail) throw new Error("asked to fail");
  },
});
const copies = output.storageQueue({ queueName: "%TINY_PREFIX%-copies", connection: "" });
app.storageQueue("copy", {
  queueName: "%TINY_PREFIX%-originals",
  connection: "",
  extraOutputs: [copies],
  handler: (message, context) => context.extraOutputs.set(copies, [{ copyOf: message }, "plain"]),
});
app.storageQueue("copied", { queueName: "%TINY_PREFIX%-copies", connection: "", handler: (message) => note("copied", { message }) });
app.storageQueue("no-setting", { queueName: "%MISSING_SETTING%", connection: "", handler: () => {} });
app.storageBlob("unsupported", { path: "x/{y}", connection: "", handler: () => {} });

let attempts = 0;
app.http("retried", {
  route: "retried",
  methods: ["GET"],
  retry: { strategy: "fixedDelay", maxRetryCount: 2, delayInterval: 0 },
  handler: (_request, context) => {
    if (++attempts < 3) throw new Error(`attempt ${attempts}`);
    return { jsonBody: { attempts, retry: context.retryContext?.retryCount } };
  },
});

app.timer("every-second", { schedule: "%TINY_SCHEDULE%", handler: (timer) => note("tick", { timer, pid: process.pid }) });
app.timer("at-start", { schedule: "0 0 0 1 1 *", runOnStartup: true, handler: (timer) => note("at-start", { timer }) });
app.timer("bad-schedule", { schedule: "0 0 0 ? * *", handler: () => {} });
app.timer("wrong-time", { schedule: "0 0 0 2 1 *", handler: (timer) => note("by-hand", { timer }) });
