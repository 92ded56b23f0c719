import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInstallerErrors } from "../../../lib/agents/installers/installer-errors.js";
import { INSTALLER_ERROR_ADVICE } from "../../../lib/agents/linux/installer-error-advice.js";

const read = (json: string) => parseInstallerErrors(json, { known: INSTALLER_ERROR_ADVICE, advice: {} });

const file = (...names: string[]) =>
  JSON.stringify({ Errors: names.map((name) => ({ error_name: name, error_params: {}, default_message: `about ${name}` })) });

describe("parseInstallerErrors", () => {
  it("gives message, advice and code of a known name", () => {
    expect(read(file("ASRMobilityServiceFreeSpaceOnRootNotSufficient"))).toEqual([
      {
        name: "FreeSpaceOnRootNotSufficient",
        vendorName: "ASRMobilityServiceFreeSpaceOnRootNotSufficient",
        message: "about ASRMobilityServiceFreeSpaceOnRootNotSufficient",
        recommendedAction: "Free at least 2 GB on /.",
        code: "NotEnoughSpace",
        isWarning: false,
      },
    ]);
  });

  it("knows the misspelt prefix of the recommended restart, which is a warning", () => {
    expect(read(file("ASRMobiityServiceInstallerLinuxRecommendedReboot"))).toMatchObject([{ code: "RebootRequired", isWarning: true }]);
  });

  it("keeps a name that it does not know", () => {
    expect(read(file("ASRMobilityServiceSomethingNew"))).toMatchObject([{ name: "SomethingNew", code: "InstallerFailed" }]);
  });

  it("is not fooled by names that every object has", () => {
    expect(read(file("constructor"))).toMatchObject([{ code: "InstallerFailed" }]);
  });

  it.each(["", "{", "null", '{"Errors":{}}', '{"Errors":[null,1,{"error_name":2}]}'])("finds nothing in %j", (json) =>
    expect(read(json)).toEqual([]),
  );

  it("survives any JSON", () => {
    fc.assert(fc.property(fc.json(), (json) => void read(json)));
  });
});
