import { get } from "node:https";
import { expect, it } from "vitest";
import { startTinyHost } from "../tiny-host.js";

it("serves HTTPS with a certificate that it made for the loopback address", async () => {
  const host = await startTinyHost("httpstiny", { https: "self-signed" });
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      const call = get(`${host.url}/api/maybe`, { rejectUnauthorized: false }, async (response) => {
        resolve(Buffer.concat(await response.toArray()).toString());
      });
      call.on("error", reject);
    });
    expect(JSON.parse(answer).url).toBe(`${host.url}/api/maybe`);
    expect(host.url).toMatch(/^https:/);
  } finally {
    await host.close();
  }
});
