import { expect, it } from "vitest";
import { rootFolder } from "../../../lib/remote/posix/root-folder.js";

it("looks once a connection whether the folder is root's alone", async () => {
  const texts: string[] = [];
  let base = "";
  const shell = async (text: string) => {
    texts.push(/MF_OPENED=(\w*)/.exec(text)?.[1] ?? "not told");
    return { exitCode: 0, stdout: `${base}state none\n`, stderr: "", truncated: false };
  };
  const folder = rootFolder(shell, "/var/lib/mobility-fleet", "10.0.0.1");
  await folder.ask([":"]); // a script that does not open the folder
  base = "base opened\n";
  for (let i = 0; i < 2; i++) await folder.ask([":"]);
  await rootFolder(shell, "/var/lib/mobility-fleet", "10.0.0.1").ask([":"]); // of another connection
  expect(texts).toEqual(["", "", "yes", ""]);
});
