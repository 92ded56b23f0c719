import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from "vitest/node";

type Skipped = Readonly<{ files: Set<string>; tests: number }>;

/** Says at the end of a run how many tests were skipped, where, and what they need: a run in which some were skipped has shown less. */
export default class SkippedReporter implements Reporter {
  private byName = false;

  onInit({ config }: Vitest): void {
    this.byName = config.testNamePattern !== undefined; // then most are skipped because nobody asked for them
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.byName) return;
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => test.result().state === "skipped");
    if (skipped.length === 0) return;
    const byReason = new Map<string, Skipped>();
    for (const test of skipped) {
      const reason = reasonOf(test);
      const { files, tests } = byReason.get(reason) ?? { files: new Set<string>(), tests: 0 };
      byReason.set(reason, { files: files.add(test.module.relativeModuleId), tests: tests + 1 });
    }
    console.log(`\nSkipped here: ${skipped.length} of ${tests.length} tests.`);
    const most = [...byReason].sort(([, one], [, other]) => other.tests - one.tests);
    for (const [reason, { files, tests }] of most) console.log(`  ${tests} ${tests === 1 ? "needs" : "need"} ${reason}: ${[...files].join(", ")}`);
  }
}

/** What stands behind the name of the test, or of a suite around it. */
function reasonOf(test: TestCase): string {
  for (let one: TestCase | TestSuite | TestModule = test; one.type !== "module"; one = one.parent) {
    const reason = /\(needs (.*)\)$/s.exec(one.name)?.[1];
    if (reason) return reason;
  }
  return "something that its name does not say";
}
