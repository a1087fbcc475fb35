import { fixtureOf } from "../kit/fixture.ts";
import { type Tried, tryFixes } from "../fixes/try-fixes.ts";
import type { Command } from "./compare.ts";
import { type Generated, filesOf, pnpmFilesOf } from "./generate.ts";

const json = (data: unknown): string => JSON.stringify(data);

/** Policies that generated workspaces break in many ways. */
const POLICIES: readonly ((generated: Generated) => Readonly<Record<string, object>>)[] = [
  ({ packages }) => {
    const isZero = ({ version }: { version: string }) => version.startsWith("0.");
    const zero = packages.filter(isZero).map(({ name }) => name);
    const stable = packages.filter((pkg) => !isZero(pkg)).map(({ name }) => name);
    return {
      ...(zero.length > 0 ? { zero: { extends: "stay-0x", packages: zero } } : {}),
      ...(stable.length > 0 ? { stable: { extends: "no-major", packages: stable } } : {}),
    };
  },
  ({ packages }) => ({
    all: {
      packages: packages.map(({ name }) => name),
      prerelease: "forbidden",
      bumps: { declared: ["patch", "minor"], received: ["patch"] },
    },
  }),
  ({ packages }) => {
    const [first, ...rest] = packages.map(({ name }) => name);
    return {
      core: { packages: [first], versions: ">=1.0.0", bumps: { received: ["patch", "minor"] } },
      ...(rest.length > 0
        ? {
            labs: {
              packages: rest,
              versions: "0.y.z || 1.x",
              bumps: { declared: ["patch"], received: ["patch"] },
            },
          }
        : {}),
    };
  },
];

/** Tries the fixes of a generated workspace under one of the policies. */
export async function fixesOf(
  generated: Generated,
  command: Command,
  index: number,
): Promise<readonly Tried[]> {
  const files =
    command === "pnpm"
      ? pnpmFilesOf(generated)
      : filesOf(generated, command === "changesets@2" ? 2 : 3);
  const policies = Object.entries(POLICIES[index % POLICIES.length]!(generated));
  const fixture = await fixtureOf({
    ...files,
    ...Object.fromEntries(policies.map(([name, data]) => [`policies/${name}.yaml`, json(data)])),
  });
  try {
    return await tryFixes(fixture.path, { today: "2026-01-01", branch: "main" });
  } finally {
    await fixture.rm();
  }
}
