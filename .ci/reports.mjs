// What the tests' reports (vitest's JSON) say, for .ci/run.
//   reports.mjs again <newcomer's>            the test files that must run once more where everything is installed, one a line
//   reports.mjs tally <report> [<newcomer's>]  what failed or was skipped by name, and last "N passed, M failed"; the newcomer's run counts for files that did not run again
import { existsSync, readFileSync } from "node:fs";

/** Folders whose tests meet other machines where programs are installed, also when none of them is skipped. */
const MEETS_THE_MACHINE = /^test\/(clients|e2e|local|powershell|remote)\//;

const filesOf = (report) => (report && existsSync(report) ? (JSON.parse(readFileSync(report, "utf8") || "{}").testResults ?? []) : []);
const pathOf = ({ name }) => name.split("/checkout/").at(-1);
const runsAgain = (file) =>
  file.status !== "passed" || file.assertionResults.some(({ status }) => status !== "passed") || MEETS_THE_MACHINE.test(pathOf(file));

const commands = {
  again: (newcomers) => filesOf(newcomers).filter(runsAgain).map(pathOf),
  tally: (report, newcomers) => {
    const mayBeSkipped = process.env.WINDOWS === "absent" ? /\(needs the Windows tree/ : /$^/;
    const files = [...filesOf(report), ...filesOf(newcomers).filter((file) => !runsAgain(file))];
    const tests = files.flatMap(({ assertionResults }) => assertionResults);
    const of = (wanted) => tests.filter(({ status }) => status === wanted);
    const notRun = tests.filter(({ status }) => status !== "passed" && status !== "failed");
    const skipped = notRun.filter(({ fullName }) => !mayBeSkipped.test(fullName));
    const broken = files.filter(({ status, assertionResults }) => status === "failed" && assertionResults.every((one) => one.status !== "failed"));
    const failed = of("failed").length + broken.length;
    process.exitCode = skipped.length > 0 || failed > 0 || of("passed").length === 0 ? 1 : 0;
    return [
      ...(notRun.length > skipped.length
        ? [`No lab machine with Windows could be made here: ${notRun.length - skipped.length} tests of such machines did not run.`]
        : []),
      ...of("failed").map(({ fullName, failureMessages = [] }) => `failed: ${fullName}: ${failureMessages.join(" ").split("\n")[0]}`),
      ...broken.map(({ name, message }) => `failed: ${name}: ${message.split("\n")[0]}`),
      ...skipped.map(({ fullName }) => `skipped: ${fullName}`),
      ...(skipped.length > 0 ? ["Tests were skipped; here every one of them must run."] : []),
      ...(of("passed").length === 0 ? ["No test ran."] : []),
      `${of("passed").length} passed, ${failed} failed`,
    ];
  },
};

const [, , command, ...reports] = process.argv;
for (const line of commands[command](...reports)) process.stdout.write(`${line}\n`);
