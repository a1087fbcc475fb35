import { expect, test } from "vitest";
import { publish } from "../kit/publish.ts";
import { registry } from "../kit/registry.ts";
import { runCli } from "../kit/run-cli.ts";
import { workspace } from "../kit/workspace.ts";

const waiver = (rule: string, version: string, until = "2026-12-31"): string =>
  `waivers:\n  - { rule: ${rule}, package: core, version: "${version}", reason: "by hand", owner: "@ann", until: ${until} }\n`;

test("a waiver allows a finding of verify at its version until its day, and is shown", async () => {
  const acmes = await registry();
  await publish(acmes, { name: "core", version: "1.0.0", dependencies: { ui: "workspace:*" } });
  const root = await workspace({
    packages: { core: "1.0.0" },
    policies: { all: { packages: ["*"] } },
    files: {
      ".npmrc": acmes.npmrc,
      "policies/waivers.yaml": waiver("published-local-range", "1.0.0"),
    },
  });
  const run = (...more: string[]) => runCli(root.path, ["verify", "--wait", "5m", ...more]);
  const { code, stdout } = await run("--today", "2026-12-31");
  expect([code, stdout.split("\n").at(-2)]).toEqual([0, "✓ 1 release on the registry, 1 waived"]);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(
    "waived[published-local-range]: core 1.0.0 depends on ui workspace:*, which users cannot install; by hand (@ann, until 2026-12-31)",
  );
  const json = await run("--today", "2026-12-31", "--format", "json");
  expect(JSON.parse(json.stdout)).toMatchObject({
    outcome: "pass",
    findings: [],
    waived: [{ rule: "published-local-range", waiver: { owner: "@ann", until: "2026-12-31" } }],
  });
  const later = await runCli(root.path, ["verify", "--today", "2027-01-01"]);
  expect([later.code, later.stdout]).toEqual([
    1,
    expect.stringContaining("error[published-local-range]"),
  ]);
});
