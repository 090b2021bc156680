/**
 * A reporter for npm test: names each test that passed only when it was tried again. Tests with real phones, windows and browsers
 * are tried up to twice more in CI, where another program may take the processor away for seconds; who reads the run shall know it.
 */
export default class SecondTry {
  #named = [];

  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky)
      this.#named.push({
        name: `${test.module.relativeModuleId} > ${test.fullName}`,
        why: test.result().errors?.[0]?.message,
      });
  }

  onTestRunEnd() {
    if (this.#named.length === 0) return;
    process.stdout.write(`Passed only when tried again (${this.#named.length}):\n`);
    for (const { name, why } of this.#named) process.stdout.write(`  ${name}: ${why ?? ''}\n`);
  }
}
