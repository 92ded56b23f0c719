// What the reports of vitest in these files say together: names what failed or was skipped, ends with "N passed, M failed", and fails where
// not every test passed in one report and failed in none. With WINDOWS=absent tests of machines with Windows may be skipped.
import { readFileSync } from "node:fs";

const mayBeSkipped = process.env.WINDOWS === "absent" ? /\(needs the Windows tree/ : /$^/;
const files = process.argv.slice(2).flatMap((report) => {
  const said = readFileSync(report, "utf8");
  return said === "" ? [{ name: report, status: "failed", message: "there is no report", assertionResults: [] }] : JSON.parse(said).testResults;
});
const tests = files.flatMap(testsOf);
const failed = tests.filter(({ status }) => status === "failed");
const passed = new Set(tests.filter(({ status }) => status === "passed").map(({ id }) => id));
const others = new Map(tests.filter(({ id, status }) => status !== "failed" && !passed.has(id)).map((test) => [test.id, test]));
const skipped = [...others.values()].filter(({ fullName }) => !mayBeSkipped.test(fullName));
const brokenFiles = files.filter(({ status, assertionResults }) => status === "failed" && assertionResults.every((one) => one.status !== "failed"));

if (others.size > skipped.length)
  console.log(`No lab machine with Windows could be made here: ${others.size - skipped.length} tests of such machines did not run.`);
for (const { fullName, failureMessages = [] } of failed) console.log(`failed: ${fullName}: ${failureMessages.join(" ").split("\n")[0]}`);
for (const { name, message = "" } of brokenFiles) console.log(`failed: ${name}: ${message.split("\n")[0]}`);
for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
if (skipped.length > 0) console.log("Tests were skipped; here every one of them must run.");
if (passed.size === 0) console.log("No test ran.");
console.log(`${passed.size} passed, ${failed.length + brokenFiles.length} failed`);
process.exit(skipped.length > 0 || passed.size === 0 || failed.length + brokenFiles.length > 0 ? 1 : 0);

/** The tests of a file, each by its place and name, wherever it ran: not by what it needed there. Several may have one name. */
function testsOf({ name, assertionResults }) {
  const seen = new Map();
  return assertionResults.map(({ fullName, status, failureMessages }) => {
    const id = `${name.replace(/^.*\/test\//, "")}: ${fullName.replace(/ \(needs (?:[^()]|\([^()]*\))*\)/g, "")}`;
    seen.set(id, (seen.get(id) ?? 0) + 1);
    return { id: `${id} #${seen.get(id)}`, fullName, status, failureMessages };
  });
}
