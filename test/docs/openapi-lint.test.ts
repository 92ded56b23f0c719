import { createConfig, lintFromString } from "@redocly/openapi-core";
import { expect, it } from "vitest";
import { memoryFleet } from "../api/call.js";

type Answer = { content?: Record<string, object> };
type Document = { paths: Record<string, Record<string, { operationId: string; responses: Record<string, Answer> }>> };
const read = async () => (await (await memoryFleet()).call("openapi-document", {}, { method: "GET" })).body as Document; // its parts are what the tests look at

it("passes a public linter without a warning: structure, examples, names, references", { timeout: 60_000 }, async () => {
  const config = await createConfig({ extends: ["recommended-strict"] });
  const problems = await lintFromString({ source: JSON.stringify(await read()), absoluteRef: "openapi.json", config });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
});

it("shows every request, answer and error by an example", async () => {
  const { paths } = await read();
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods)))
    for (const [status, answer] of Object.entries(operation.responses as Record<string, { content?: Record<string, object> }>))
      if (status < "300")
        expect([operation.operationId, Object.keys(answer.content?.["application/json"] ?? {})]).toContainEqual(
          expect.arrayContaining([expect.stringMatching(/^examples?$/)]),
        );
});
