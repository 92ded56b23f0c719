import { expect, it } from "vitest";
import slot from "../../../lib/remote/windows/scripts/slot.ps1";
import task from "../../../lib/remote/windows/scripts/system/task.ps1";

const setting = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(task)?.[1];

it("is described as one that SYSTEM runs with all its rights, which no limit and no battery ends, and which nothing but the call starts", () => {
  expect(["UserId", "RunLevel", "ExecutionTimeLimit", "StopIfGoingOnBatteries", "DisallowStartIfOnBatteries"].map(setting)).toEqual([
    ...["S-1-5-18", "HighestAvailable", "PT0S", "false", "false"],
  ]);
  expect(task).not.toContain("<Triggers>");
});

it("lies below \\MobilityFleet, and is removed by who empties the run slot", () => {
  expect(task).toContain('function Get-MfTaskName([string]$Folder) { "\\MobilityFleet\\Run-');
  expect(slot).toMatch(/Remove-MfTask \$Run/);
});
