// What the reports of vitest in these files say together: names what failed or was skipped, ends with "N passed, M failed", and fails where
// not every test passed. With WINDOWS=absent tests of machines with Windows may be skipped.
import { readFileSync } from "node:fs";

const mayBeSkipped = process.env.WINDOWS === "absent" ? /\(needs the Windows tree/ : /$^/;
const files = process.argv.slice(2).flatMap((report) => {
  const said = readFileSync(report, "utf8");
  return said === "" ? [{ name: report, status: "failed", message: "there is no report", assertionResults: [] }] : JSON.parse(said).testResults;
});
const tests = files.flatMap(({ assertionResults }) => assertionResults);
const passed = tests.filter(({ status }) => status === "passed");
const failed = tests.filter(({ status }) => status === "failed");
const others = tests.filter(({ status }) => status !== "passed" && status !== "failed");
const skipped = others.filter(({ fullName }) => !mayBeSkipped.test(fullName));
const brokenFiles = files.filter(({ status, assertionResults }) => status === "failed" && assertionResults.every((one) => one.status !== "failed"));

if (others.length > skipped.length)
  console.log(`No lab machine with Windows could be made here: ${others.length - skipped.length} tests of such machines did not run.`);
for (const { fullName, failureMessages = [] } of failed) console.log(`failed: ${fullName}: ${failureMessages.join(" ").split("\n")[0]}`);
for (const { name, message = "" } of brokenFiles) console.log(`failed: ${name}: ${message.split("\n")[0]}`);
for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
if (skipped.length > 0) console.log("Tests were skipped; here every one of them must run.");
if (passed.length === 0) console.log("No test ran.");
console.log(`${passed.length} passed, ${failed.length + brokenFiles.length} failed`);
process.exit(skipped.length > 0 || passed.length === 0 || failed.length + brokenFiles.length > 0 ? 1 : 0);
